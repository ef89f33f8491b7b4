import { createResolver, formatEndpoint, resolverServers, type Endpoint, type StubResolver } from '#dns';

import { discreetResolver } from './discreet-resolver.js';
import type { KnownResolver } from './local-engine.js';

/** The resolvers of `DNS_RESOLVER`, else those of the machine. The result rejects when there are none. */
export function resolverFinder(configured: readonly Endpoint[]): () => Promise<KnownResolver> {
  let known: (KnownResolver & { readonly address: string }) | undefined;
  return async () => {
    const servers = await resolverServers(configured);
    const address = servers.map(formatEndpoint).join(', ');
    // One for all probes, as long as the servers stay: it bounds how much is asked at once.
    if (known?.address !== address) known = { address, ...knownResolver(createResolver({ servers })) };
    return known;
  };
}

function knownResolver(resolver: StubResolver): KnownResolver {
  return {
    resolver: discreetResolver(resolver, resolver.servers),
    validates: async (name) => (await resolver.validates(name === undefined ? [] : [name])).validates,
  };
}
