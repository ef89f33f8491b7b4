/**
 * Every authoritative name server of a zone, at every one of its addresses: a resolver asks any of them, so that a record
 * is published when all show it.
 */
import { isIPv6 } from 'node:net';

import { formatTlsa } from '#dane';
import { askNameServer, findZoneServers, formatEndpoint, type StubResolver, type ZoneServer } from '#dns';
import { withoutRootDot } from '#text';

import type { NameServerView, RolloverPorts, ServerView } from './ports.js';

export interface NameServerSettings {
  /** Of the addresses that are asked: those of a family that this machine has no route to cannot be. Both unless given. */
  readonly families?: readonly (4 | 6)[];
  /** 53 unless given. */
  readonly port?: number;
  /** For one try; 5 seconds unless given. Each address is tried twice. */
  readonly timeoutMs?: number;
}

/** A server's answer, and the name that it has for the records, which is another where there is an alias. */
interface Asked {
  readonly view: ServerView;
  readonly canonicalName: string | null;
}

/** @param resolver finds the zone and the addresses of its servers; whether it validates does not matter here */
export function nameServersBy(
  resolver: StubResolver,
  settings: NameServerSettings = {},
): RolloverPorts['askNameServers'] {
  return async (tlsaName) => {
    const name = withoutRootDot(tlsaName);
    const found = await findZoneServers(resolver, name);
    if (found.kind === 'failed') {
      const detail = `the zone of ${name} cannot be found: ${lookupFault(resolver, found)}`;
      return { kind: 'unknown', detail, isPassing: true };
    }
    // Top-level domains have zones of their own: who is left with the root has a name that does not exist.
    if (found.zone === '') return unknown(`there is no zone for ${name}: DNS knows no such domain`);
    const asked = await Promise.all(found.servers.map((server) => askServer(server, name, settings)));
    return viewOf(found.zone, name, asked.flat());
  };
}

/** Most failures begin with the address of who was asked: without a word about it, it would pass for a name server. */
function lookupFault({ servers }: StubResolver, { name, detail }: { name: string; detail: string }): string {
  const asked = name || 'the root';
  return servers.some((server) => detail.startsWith(`${formatEndpoint(server)} `))
    ? `the resolver ${detail}, when asked for ${asked}; DNS_RESOLVER sets which resolver is asked`
    : `${asked}: ${detail}`;
}

function viewOf(zone: string, name: string, [first, ...others]: readonly Asked[]): NameServerView {
  if (first === undefined) return unknown(`the zone ${zone} names no name servers`);
  const alias = [first, ...others].find(({ canonicalName }) => ![null, name].includes(canonicalName));
  if (alias !== undefined) {
    const target = alias.canonicalName ?? '';
    return unknown(`${name} is an alias of ${target}: records are changed there, with --tlsa-name ${target}`);
  }
  return { kind: 'asked', zone, servers: [first.view, ...others.map(({ view }) => view)] };
}

async function askServer(
  { name: server, addresses, fault }: ZoneServer,
  name: string,
  settings: NameServerSettings,
): Promise<Asked[]> {
  const { families = [4, 6] } = settings;
  const [first, ...others] = addresses.filter((address) => families.includes(isIPv6(address) ? 6 : 4));
  // Caches may be filled from an address that nobody here would have asked.
  if (fault !== null) return [failed(server, `has addresses that cannot be looked up: ${fault}`)];
  if (first === undefined) return [failed(server, noAddress(addresses.length > 0))];
  return Promise.all([first, ...others].map((address) => askAddress(server, address, name, settings)));
}

function noAddress(isOfOtherFamily: boolean): string {
  return isOfOtherFamily ? 'has no address of the family that is used' : 'has no address';
}

async function askAddress(
  server: string,
  address: string,
  name: string,
  { port = 53, timeoutMs = 5000 }: NameServerSettings,
): Promise<Asked> {
  const where = `${server} [${address}]`;
  const answer = await askNameServer({ address, port }, name, 'TLSA', { timeoutMs });
  switch (answer.kind) {
    case 'found': {
      const { records, ttl, canonicalName } = answer;
      return answered(where, records.map(formatTlsa), ttl, canonicalName);
    }
    case 'none':
      return answered(where, [], answer.ttl, answer.canonicalName);
    case 'not-authoritative':
    case 'failed':
      return failed(where, withoutEndpoint(answer.detail, formatEndpoint({ address, port })));
  }
}

function answered(server: string, records: readonly string[], ttl: number, canonicalName: string): Asked {
  return { view: { server, answer: { kind: 'answered', records, ttl } }, canonicalName };
}

function failed(server: string, detail: string): Asked {
  return { view: { server, answer: { kind: 'failed', detail } }, canonicalName: null };
}

/** The server is named already. */
function withoutEndpoint(detail: string, endpoint: string): string {
  return detail.startsWith(`${endpoint} `) ? detail.slice(endpoint.length + 1) : detail;
}

function unknown(detail: string): NameServerView {
  return { kind: 'unknown', detail, isPassing: false };
}
