import type { DnsAnswer, Resolver } from '#dns';
import { type Endpoint, formatEndpoint } from '#dns';

const NAME = 'the resolver of this service';

/** The same resolver, whose failures do not tell visitors where it is: that is of the operator's own network. */
export function discreetResolver(resolver: Resolver, servers: readonly Endpoint[]): Resolver {
  // The longest first: one may begin as another does.
  const addresses = servers.map(formatEndpoint).sort((a, b) => b.length - a.length);
  const withoutAddress = (detail: string): string =>
    addresses.reduce((text, address) => text.replaceAll(address, NAME), detail);
  const told =
    <Data>(ask: (name: string) => Promise<DnsAnswer<Data>>) =>
    async (name: string): Promise<DnsAnswer<Data>> => {
      const answer = await ask(name);
      return 'detail' in answer ? { ...answer, detail: withoutAddress(answer.detail) } : answer;
    };
  return {
    mx: told((name) => resolver.mx(name)),
    srv: told((name) => resolver.srv(name)),
    a: told((name) => resolver.a(name)),
    aaaa: told((name) => resolver.aaaa(name)),
    cname: told((name) => resolver.cname(name)),
    tlsa: told((name) => resolver.tlsa(name)),
    txt: told((name) => resolver.txt(name)),
    ns: told((name) => resolver.ns(name)),
  };
}
