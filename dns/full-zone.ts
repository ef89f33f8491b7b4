/**
 * The whole zone of DOMAIN, for the appliance's own name server: what every zone has at its apex, the name servers'
 * addresses, and the records of records.ts. Unsigned, and with a serial number that never changes: Knot signs it and
 * numbers it (knot-config.ts), so the same configuration and certificates give the same bytes here.
 */
import { SCENARIOS } from '#scenarios';
import { scenarioHost } from '#checks';

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

type Row = readonly [name: string, type: string, data: string];

/** @throws NameServerNameError */
export function fullZone(options: FullZoneOptions, records: readonly ZoneRow[]): string {
  const { domain, dnsTtl } = options;
  const rows: Row[] = [
    ...apexRows(options),
    ...glueRows(options),
    ...records.map(({ name, type, data }): Row => [name, type, data]),
  ];
  const lines = alignColumns(rows.map(([name, type, data]) => [name, String(dnsTtl), 'IN', type, data]));
  return [
    `; ${domain}: the whole zone, for the appliance's own name server.`,
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

function apexRows({ domain, nameServers, hostmaster, caaIssuers }: FullZoneOptions): Row[] {
  nameServers.forEach((name) => {
    assertOwnName(name, domain);
  });
  const apex = `${domain}.`;
  const soa = [`${nameServers[0] ?? ''}.`, mailboxName(hostmaster), 1, ...SOA_TIMERS, NEGATIVE_TTL].join(' ');
  return [
    [apex, 'SOA', soa],
    ...nameServers.map((name): Row => [apex, 'NS', `${name}.`]),
    ...caaIssuers.map((issuer): Row => [apex, 'CAA', `0 issue "${issuer}"`]),
    // Nobody needs a certificate for *.DOMAIN.
    ...(caaIssuers.length === 0 ? [] : [[apex, 'CAA', '0 issuewild ";"'] as const]),
  ];
}

/** A mail address as a domain name: dots before the @ are part of the first label (RFC 1035 §8). */
function mailboxName(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at).replaceAll('.', '\\.')}.${address.slice(at + 1).toLowerCase()}.`;
}

function assertOwnName(name: string, domain: string): void {
  const taken = SCENARIOS.some(({ id }) => isWithin(name, scenarioHost(id, domain)));
  if (name === domain || taken) throw new NameServerNameError(name);
}

function isWithin(name: string, ancestor: string): boolean {
  return name === ancestor || name.endsWith(`.${ancestor}`);
}
