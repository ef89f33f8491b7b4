/** What the servers of the zone above say about the domain, and what that is still missing. */
import {
  askNameServer,
  askReferral,
  type DsRecord,
  findZoneServers,
  type Referral,
  type StubResolver,
} from '#dns';

/** What the zone above has to hold. Names and addresses in their normal form. */
export interface WantedDelegation {
  readonly domain: string;
  readonly servers: readonly string[];
  /** The addresses of those servers that are below the domain. */
  readonly glue: ReadonlyMap<string, readonly string[]>;
  /** As `formatDs` has it. */
  readonly ds: string;
}

/** One address of one server of the zone above. */
export interface ParentView {
  readonly server: string;
  readonly referral: Referral;
  /** DS records as text; an error is why they are not known. */
  readonly ds: readonly string[] | Error;
  /** Seconds: how long resolvers remember that there was no DS record; 0 when there is one. */
  readonly absenceTtl: number;
}

/** What to do next. `ns`, `ds`: the zone above lacks it. `wrong-ds`: validation fails until it is gone. */
export type DelegationStep = 'ns' | 'ds' | 'wrong-ds' | 'unreachable' | 'published';

export interface Judgement {
  readonly step: DelegationStep;
  /** One for each server of the zone above. */
  readonly lines: readonly string[];
}

/** @throws Error when the zone above cannot be found */
export async function askParents(resolver: StubResolver, domain: string): Promise<readonly ParentView[]> {
  const parent = domain.slice(domain.indexOf('.') + 1);
  const zone = await findZoneServers(resolver, parent);
  if (zone.kind === 'failed') {
    throw new Error(
      `The parent zone of ${domain} cannot be found (${zone.name || 'the root'}: ${zone.detail}).`,
    );
  }
  const addresses = zone.servers.flatMap(({ name, addresses: all }) =>
    all.map((address) => ({ name, address })),
  );
  if (addresses.length === 0) throw new Error(`No name server of ${zone.zone || 'the root'} has an address.`);
  return Promise.all(addresses.map((server) => viewOf(server, domain)));
}

async function viewOf(
  { name, address }: { readonly name: string; readonly address: string },
  domain: string,
): Promise<ParentView> {
  const [referral, ds] = await Promise.all([
    askReferral({ address }, domain),
    askNameServer({ address }, domain, 'DS'),
  ]);
  const server = `${name} (${address})`;
  if (ds.kind === 'found') return { server, referral, ds: ds.records.map(dsText), absenceTtl: 0 };
  if (ds.kind === 'none') return { server, referral, ds: [], absenceTtl: ds.ttl };
  return { server, referral, ds: new Error(ds.detail), absenceTtl: 0 };
}

function dsText({ keyTag, algorithm, digestType, digest }: DsRecord): string {
  return `${keyTag} ${algorithm} ${digestType} ${Buffer.from(digest).toString('hex').toUpperCase()}`;
}

/** A server that cannot be asked, of several, holds nothing up: its line says so. */
export function judgeParents(views: readonly ParentView[], wanted: WantedDelegation): Judgement {
  const judged = views.map((view) => judgeView(view, wanted));
  const order: readonly DelegationStep[] = ['wrong-ds', 'ns', 'ds', 'published', 'unreachable'];
  const step = order.find((one) => judged.some((view) => view.step === one)) ?? 'unreachable';
  return { step, lines: judged.map(({ line }) => line) };
}

function judgeView(
  { server, referral, ds }: ParentView,
  wanted: WantedDelegation,
): { readonly step: DelegationStep; readonly line: string } {
  const ns = nsFault(referral, wanted);
  const dsRecords = ds instanceof Error ? [] : ds;
  const wrongDs = dsRecords.filter((record) => record !== wanted.ds);
  if (dsRecords.length > 0 && !dsRecords.includes(wanted.ds)) {
    return { step: 'wrong-ds', line: `${server}: a DS record of another key (${wrongDs.join('; ')})` };
  }
  if (referral.kind === 'failed') return { step: 'unreachable', line: `${server}: ${referral.detail}` };
  if (ns !== undefined) return { step: 'ns', line: `${server}: ${ns}` };
  if (ds instanceof Error) return { step: 'unreachable', line: `${server}: NS right; ${ds.message}` };
  if (dsRecords.length === 0) return { step: 'ds', line: `${server}: NS right, no DS record yet` };
  return { step: 'published', line: `${server}: NS and DS right` };
}

function nsFault(referral: Referral, { servers, glue }: WantedDelegation): string | undefined {
  if (referral.kind === 'failed') return undefined;
  if (referral.kind === 'none') return 'no NS records yet';
  const others = referral.servers.filter((name) => !servers.includes(name));
  if (others.length > 0) return `still names ${others.join(', ')}`;
  const missing = servers.filter((name) => !referral.servers.includes(name));
  if (missing.length > 0) return `does not name ${missing.join(', ')}`;
  const wrongGlue = [...glue].find(([name, addresses]) => {
    const given = referral.glue.get(name) ?? [];
    return given.length !== addresses.length || !addresses.every((address) => given.includes(address));
  });
  if (wrongGlue === undefined) return undefined;
  const given = referral.glue.get(wrongGlue[0]) ?? [];
  return `glue of ${wrongGlue[0]} is ${given.join(', ') || 'missing'}, not ${wrongGlue[1].join(', ')}`;
}
