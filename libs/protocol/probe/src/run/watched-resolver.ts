import type { DnsAnswer, Resolver } from '#dns';

import type { Trust } from './trust.js';

export interface WatchedResolver {
  readonly resolver: Resolver;
  /** The first name of which an answer shows that somebody validates: it is secure, or it is bogus. */
  readonly validatedName: () => string | null;
}

/** The same resolver, which nobody believes more than it deserves, and which stops answering when the probe is ended. */
export function watchResolver(resolver: Resolver, trust: Trust, signal: AbortSignal): WatchedResolver {
  let validatedName: string | null = null;
  const watch =
    <Data>(ask: (name: string) => Promise<DnsAnswer<Data>>) =>
    async (name: string): Promise<DnsAnswer<Data>> => {
      const answer = await untilEnded(ask(name), signal);
      const isInsecure = answer.kind === 'failed' || ('secure' in answer && !answer.secure);
      if (isInsecure) return answer;
      if (!(await trust.believes(name))) return 'secure' in answer ? { ...answer, secure: false } : answer;
      validatedName ??= name;
      return answer;
    };
  return {
    resolver: {
      mx: watch((name) => resolver.mx(name)),
      srv: watch((name) => resolver.srv(name)),
      a: watch((name) => resolver.a(name)),
      aaaa: watch((name) => resolver.aaaa(name)),
      cname: watch((name) => resolver.cname(name)),
      tlsa: watch((name) => resolver.tlsa(name)),
      txt: watch((name) => resolver.txt(name)),
      ns: watch((name) => resolver.ns(name)),
    },
    validatedName: () => validatedName,
  };
}

function untilEnded<Data>(question: Promise<DnsAnswer<Data>>, signal: AbortSignal): Promise<DnsAnswer<Data>> {
  const ended: DnsAnswer<Data> = { kind: 'failed', detail: 'the probe was ended' };
  if (signal.aborted) return Promise.resolve(ended);
  return new Promise((resolve, reject) => {
    const onAbort = (): void => resolve(ended);
    signal.addEventListener('abort', onAbort, { once: true });
    void question.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
