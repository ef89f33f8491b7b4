import { Resolver } from 'node:dns/promises';

import type { Config } from '#config';

/** Rejects with the code of c-ares where there is no record. */
export type ResolveTxt = (name: string) => Promise<string[][]>;

/** @param servers as DNS_RESOLVER has them; empty: those of the machine */
export function resolveTxtBy(servers: Config['dnsResolvers']): ResolveTxt {
  const resolver = new Resolver({ timeout: 5_000, tries: 2 });
  if (servers.length > 0)
    resolver.setServers(
      servers.map(({ address, port }) => `${address.includes(':') ? `[${address}]` : address}:${port}`),
    );
  return (name) => resolver.resolveTxt(name);
}
