import type { Config } from '#config';

import { nodeResolver } from '../../core/node-resolver.js';

/** A, AAAA, MX, PTR or TXT, as `resolve` of node:dns answers; rejects with the code of c-ares where there is nothing. */
export type DnsLookup = (name: string, type: string) => Promise<unknown>;

/** Null without DNS_RESOLVER: what nobody validates proves nothing, and an instance on loopback asks nobody. */
export function dnsLookupBy(servers: Config['dnsResolvers']): DnsLookup | null {
  if (servers.length === 0) return null;
  const resolver = nodeResolver(servers, 3_000);
  return (name, type) => resolver.resolve(name, type);
}
