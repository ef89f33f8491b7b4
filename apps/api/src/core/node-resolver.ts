import { Resolver } from 'node:dns/promises';

import type { Config } from '#config';
import { formatEndpoint } from '#dns';

/** The resolver of Node, as libraries take it. @param servers as DNS_RESOLVER has them; empty: those of the machine */
export function nodeResolver(servers: Config['dnsResolvers'], timeoutMs: number): Resolver {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers.map(formatEndpoint));
  return resolver;
}
