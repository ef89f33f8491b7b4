import type { DnsAnswer, Resolver } from '#dane';

export interface WatchedResolver {
  readonly resolver: Resolver;
  /** Whether an answer shows that somebody validates: it is secure, or it is bogus. */
  readonly sawValidation: () => boolean;
}

/** The same resolver, whose answers are noticed and which stops answering when the probe is ended. */
export function watchResolver(resolver: Resolver, signal: AbortSignal): WatchedResolver {
  let isValidated = false;
  const watch =
    <Data>(ask: (name: string) => Promise<DnsAnswer<Data>>) =>
    async (name: string): Promise<DnsAnswer<Data>> => {
      const answer = await untilEnded(ask(name), signal);
      if (answer.kind === 'bogus' || ('secure' in answer && answer.secure)) isValidated = true;
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
    sawValidation: () => isValidated,
  };
}

/**
 * Whether the resolver validates: the root zone is signed, so that its name servers are a secure answer wherever
 * somebody validates. Null when it cannot say, such as in a laboratory without a root.
 */
export async function validates(resolver: Resolver): Promise<boolean | null> {
  const answer = await resolver.ns('.');
  return answer.kind === 'found' ? answer.secure : null;
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
