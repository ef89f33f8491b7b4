import { Resolver } from 'node:dns/promises';

import type { Config } from '#config';

/** A, AAAA, MX, PTR or TXT, as `resolve` of node:dns answers; rejects with the code of c-ares where there is nothing. */
export type DnsLookup = (name: string, type: string) => Promise<unknown>;

/** Null without DNS_RESOLVER: what nobody validates proves nothing, and an instance on loopback asks nobody. */
export function dnsLookupBy(servers: Config['dnsResolvers']): DnsLookup | null {
  if (servers.length === 0) return null;
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  resolver.setServers(
    servers.map(({ address, port }) => `${address.includes(':') ? `[${address}]` : address}:${port}`),
  );
  return (name, type) => resolver.resolve(name, type);
}
