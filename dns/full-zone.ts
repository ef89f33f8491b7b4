/**
 * The whole zones of the appliance's own name server, DOMAIN and those below it: what every zone has at its apex, the name
 * servers' addresses, the delegations, and the records of records.ts. Unsigned, and with a serial number that never changes: Knot
 * signs and numbers them (knot-config.ts), so the same configuration and certificates give the same bytes here.
 */
import { SCENARIOS } from '#scenarios';
import { mailHosts, scenarioHost } from '#checks';

import { type ChildZone, foreignDs, isServed, isWithin } from './child-zones.js';
import { alignColumns } from './columns.js';
import type { ZoneRow } from './zone-overrides.js';

export interface FullZoneOptions {
  readonly domain: string;
  readonly publicIpv4: string | undefined;
  readonly publicIpv6: string | undefined;
  readonly dnsTtl: number;
  /** Without a dot at the end. Those below `domain` get the public addresses. */
  readonly nameServers: readonly string[];
  /** A mail address. */
  readonly hostmaster: string;
  /** Who may issue certificates for `domain` (RFC 8659); empty: anybody. */
  readonly caaIssuers: readonly string[];
}

/** NAME_SERVERS holds a name that would change what the scenarios answer. */
export class NameServerNameError extends Error {
  override readonly name = 'NameServerNameError';

  constructor(nameServer: string) {
    super(
      `NAME_SERVERS: ${nameServer} is the domain itself or belongs to a scenario; ` +
        'a name server needs a name of its own, such as ns1 below the domain',
    );
  }
}

/**
 * How long "no such record" may be remembered. So short that a resolver which proves names by itself from what it
 * knows (RFC 8198) asks us again in the next check: its questions are evidence.
 */
const NEGATIVE_TTL = 5;

/** Refresh, retry, expire: for secondary servers, of which there are none; registries look at them all the same. */
const SOA_TIMERS = [10_800, 3600, 1_209_600];

/** Never exists (RFC 6761 §6.4), and resolvers learn that immediately, rather than wait for an answer. */
const NO_SERVER = 'nowhere.invalid';

type Row = readonly [name: string, type: string, data: string];

/**
 * The zone of DOMAIN without what is in the zones below it. The keys are known to the name server alone: a line `; DS of ZONE`
 * asks for the DS record of that one (name-server.sh).
 *
 * @throws NameServerNameError
 */
export function fullZone(
  options: FullZoneOptions,
  records: readonly ZoneRow[],
  children: readonly ChildZone[] = [],
): string {
  const { domain } = options;
  const text = zoneText(domain, options, [
    ...apexRows(options),
    ...glueRows(options),
    ...rowsOf(records.filter(({ name }) => childOf(name, children) === undefined)),
    ...children.flatMap((child) => delegationRows(child, options)),
  ]);
  const signed = children.filter(({ delegation }) => delegation === 'signed');
  return [text, ...signed.map(({ apex }) => `; DS of ${apex}\n`)].join('');
}

/** What a server holds of the zones below DOMAIN, by their names. */
export function childZoneTexts(
  options: FullZoneOptions,
  records: readonly ZoneRow[],
  children: readonly ChildZone[],
): Map<string, string> {
  return new Map(
    children.filter(isServed).map(({ apex }) => {
      const own = records.filter(({ name }) => childOf(name, children)?.apex === apex);
      const rows = [soaRow(apex, options), ...nsRows(apex, options), ...rowsOf(own)];
      return [apex, zoneText(apex, options, rows)];
    }),
  );
}

/** The zone below DOMAIN that a name of the zone file is in. */
function childOf(name: string, children: readonly ChildZone[]): ChildZone | undefined {
  return children.find(({ apex }) => isWithin(name, `${apex}.`));
}

function delegationRows({ apex, delegation }: ChildZone, options: FullZoneOptions): Row[] {
  if (delegation === 'lame') return [[`${apex}.`, 'NS', `${NO_SERVER}.`]];
  return [
    ...nsRows(apex, options),
    ...(delegation === 'bogus' ? [[`${apex}.`, 'DS', foreignDs(apex)] as const] : []),
  ];
}

function rowsOf(records: readonly ZoneRow[]): Row[] {
  return records.map(({ name, type, data }): Row => [name, type, data]);
}

function zoneText(apex: string, { dnsTtl }: FullZoneOptions, rows: readonly Row[]): string {
  const lines = alignColumns(rows.map(([name, type, data]) => [name, String(dnsTtl), 'IN', type, data]));
  return [
    `; ${apex}: the whole zone, for the appliance's own name server.`,
    ';',
    '; Knot DNS signs it and gives it its real serial number. For a zone of yours elsewhere use the other files.',
    '; Made by `havedane dns`; the next run overwrites this file.',
    '',
    ...lines,
    '',
  ].join('\n');
}

/** Name and address of each name server that nobody could find without its address at the parent (RFC 9471). */
export function glueRows(options: FullZoneOptions): Row[] {
  const { domain, nameServers, publicIpv4, publicIpv6 } = options;
  return nameServers
    .filter((name) => isWithin(name, domain))
    .flatMap((name): Row[] => [
      ...(publicIpv4 === undefined ? [] : [[`${name}.`, 'A', publicIpv4] as const]),
      ...(publicIpv6 === undefined ? [] : [[`${name}.`, 'AAAA', publicIpv6] as const]),
    ]);
}

function apexRows(options: FullZoneOptions): Row[] {
  const { domain, nameServers, caaIssuers } = options;
  nameServers.forEach((name) => {
    assertOwnName(name, domain);
  });
  const apex = `${domain}.`;
  return [
    soaRow(domain, options),
    ...nsRows(domain, options),
    ...caaIssuers.map((issuer): Row => [apex, 'CAA', `0 issue "${issuer}"`]),
    // Nobody needs a certificate for *.DOMAIN.
    ...(caaIssuers.length === 0 ? [] : [[apex, 'CAA', '0 issuewild ";"'] as const]),
  ];
}

function soaRow(apex: string, { nameServers, hostmaster }: FullZoneOptions): Row {
  const soa = [`${nameServers[0] ?? ''}.`, mailboxName(hostmaster), 1, ...SOA_TIMERS, NEGATIVE_TTL].join(' ');
  return [`${apex}.`, 'SOA', soa];
}

function nsRows(apex: string, { nameServers }: FullZoneOptions): Row[] {
  return nameServers.map((name): Row => [`${apex}.`, 'NS', `${name}.`]);
}

/** A mail address as a domain name: dots before the @ are part of the first label (RFC 1035 §8). */
function mailboxName(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at).replaceAll('.', '\\.')}.${address.slice(at + 1).toLowerCase()}.`;
}

function assertOwnName(name: string, domain: string): void {
  const taken = SCENARIOS.flatMap((scenario) => [
    scenarioHost(scenario.id, domain),
    ...mailHosts(scenario, domain).map((host) => host.name),
  ]);
  if (name === domain || taken.some((host) => isWithin(name, host))) throw new NameServerNameError(name);
}
