/** Which zone a name is in, and who serves it: up the name until there is an SOA record (RFC 1034 §4.2.1). */
import { withoutRootDot, because, detail, type Why, whyOf } from '#text';

import type { DnsAnswer } from '../resolver.js';
import type { StubResolver } from '../stub/stub-resolver.js';

export type ZoneServers =
  | {
      readonly kind: 'found';
      /** The name of the zone; '' is the root. */
      readonly zone: string;
      /** What the primary server had at that time, as the resolver remembers it. */
      readonly serial: number;
      /** By name. */
      readonly servers: readonly ZoneServer[];
    }
  | ({ readonly kind: 'failed'; readonly name: string } & Why);

export interface ZoneServer {
  readonly name: string;
  /** Empty when none was found. */
  readonly addresses: readonly string[];
  /** Why there may be others, as the lookup of one family failed; null when both were answered. */
  readonly fault: string | null;
}

/**
 * The name servers by the zone's own NS records. Validation is not asked for, so that the servers of a zone that does
 * not validate can be asked as well: nothing vouches for these addresses. Never rejects.
 */
export async function findZoneServers(resolver: StubResolver, name: string): Promise<ZoneServers> {
  for (let zone = withoutRootDot(name); ; zone = parentOf(zone)) {
    const soa = await resolver.lookup(zone, 'SOA', { checkingDisabled: true });
    if (soa.kind === 'failed' || soa.kind === 'bogus') return { kind: 'failed', name: zone, ...whyOf(soa) };
    // Behind an alias it is the SOA record of the target.
    const [record] = soa.kind === 'found' && soa.aliases.length === 0 ? soa.records : [];
    if (record !== undefined) return serversOf(resolver, zone, record.serial);
    if (zone === '') return { kind: 'failed', name: zone, ...because(detail('no-root')) };
  }
}

async function serversOf(resolver: StubResolver, zone: string, serial: number): Promise<ZoneServers> {
  const answer = await resolver.lookup(zone, 'NS', { checkingDisabled: true });
  if (answer.kind === 'failed' || answer.kind === 'bogus') {
    return { kind: 'failed', name: zone, ...whyOf(answer) };
  }
  const names = answer.kind === 'found' ? [...new Set(answer.records)].sort() : [];
  const servers = names.map((name) => serverNamed(resolver, name));
  return { kind: 'found', zone, serial, servers: await Promise.all(servers) };
}

async function serverNamed(resolver: StubResolver, name: string): Promise<ZoneServer> {
  const answers: DnsAnswer<string>[] = await Promise.all([
    resolver.lookup(name, 'A', { checkingDisabled: true }),
    resolver.lookup(name, 'AAAA', { checkingDisabled: true }),
  ]);
  const faults = answers.flatMap((answer) =>
    answer.kind === 'failed' || answer.kind === 'bogus' ? [answer.detail] : [],
  );
  return {
    name,
    addresses: answers.flatMap((answer) => (answer.kind === 'found' ? answer.records : [])),
    fault: faults[0] ?? null,
  };
}

function parentOf(name: string): string {
  const dot = name.indexOf('.');
  return dot === -1 ? '' : name.slice(dot + 1);
}
