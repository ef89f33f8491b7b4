import type { DnsAnswer, Resolver } from '#dns';

/** No target can be judged. */
export class SilentResolverError extends Error {
  override readonly name = 'SilentResolverError';

  constructor(address: string, reason: string) {
    super(`The resolver ${address} answers nothing: ${reason}. Name a validating resolver in DNS_RESOLVER.`);
  }
}

/** Notices whether the resolver answers anything: one that cannot be reached is no fault of the targets. */
export class HeardResolver implements Resolver {
  private heard = false;
  private failure: string | null = null;

  constructor(private readonly inner: Resolver) {}

  readonly mx = this.listening((name) => this.inner.mx(name));
  readonly srv = this.listening((name) => this.inner.srv(name));
  readonly a = this.listening((name) => this.inner.a(name));
  readonly aaaa = this.listening((name) => this.inner.aaaa(name));
  readonly cname = this.listening((name) => this.inner.cname(name));
  readonly tlsa = this.listening((name) => this.inner.tlsa(name));
  readonly txt = this.listening((name) => this.inner.txt(name));
  readonly ns = this.listening((name) => this.inner.ns(name));

  /** What it failed with, when it has answered none of the questions so far; null otherwise. */
  get silence(): string | null {
    return this.heard ? null : this.failure;
  }

  private listening<Data>(ask: (name: string) => Promise<DnsAnswer<Data>>) {
    return async (name: string): Promise<DnsAnswer<Data>> => {
      const answer = await ask(name);
      if (answer.kind === 'failed') this.failure ??= answer.detail;
      else this.heard = true;
      return answer;
    };
  }
}
