import { type DnsAnswer, type Resolver, wrapResolver } from '#dns';

import { because, detail } from '#text';

import { finding } from './findings/catalogue.js';
import type { ProbePorts } from './probe.js';
import type { ProbeFinding, ProbeHost, ProbeTarget } from './result.js';
import type { ProbeRun } from './probe-run.js';

type Verdict = 'yes' | 'no' | 'unknown';

/**
 * Whether an answer that says of itself that it is secure, or bogus, shows that somebody validates. Usually whether all
 * resolvers validate the root zone decides. A laboratory's may do so for zones of its own alone: then each name is asked
 * about, since the root says nothing of them. Among several resolvers any may answer, so that all must validate.
 */
export class Trust {
  /** Asked beside everything else. */
  readonly root: Promise<Verdict>;
  private readonly names = new Map<string, Promise<Verdict>>();

  constructor(
    private readonly validates: ProbePorts['validates'],
    private readonly signal: AbortSignal,
  ) {
    this.root = this.ask();
  }

  /** What nobody can find out is taken for granted. Never rejects. */
  async believes(name: string): Promise<boolean> {
    if ((await this.root) !== 'no') return true;
    const verdict = this.names.get(name) ?? this.ask(name);
    this.names.set(name, verdict);
    return (await verdict) === 'yes';
  }

  /** Not waited for once the probe is ended. */
  private ask(name?: string): Promise<Verdict> {
    if (this.validates === undefined) return Promise.resolve('unknown');
    const ended = new Promise<'unknown'>((resolve) => {
      this.signal.addEventListener('abort', () => resolve('unknown'), { once: true });
    });
    return Promise.race([this.validates(name), ended]);
  }
}

export interface WatchedResolver {
  readonly resolver: Resolver;
  /** The first name of which an answer shows that somebody validates: it is secure, or it is bogus. */
  readonly validatedName: () => string | null;
}

/** The same resolver, which nobody believes more than it deserves, and which stops answering when the probe is ended. */
export function watchResolver(resolver: Resolver, trust: Trust, signal: AbortSignal): WatchedResolver {
  let validatedName: string | null = null;
  const watched = wrapResolver(resolver, (ask) => async (name) => {
    const answer = await untilEnded(ask(name), signal);
    const isInsecure = answer.kind === 'failed' || ('secure' in answer && !answer.secure);
    if (isInsecure) return answer;
    if (!(await trust.believes(name))) return 'secure' in answer ? { ...answer, secure: false } : answer;
    validatedName ??= name;
    return answer;
  });
  return { resolver: watched, validatedName: () => validatedName };
}

function untilEnded<Data>(question: Promise<DnsAnswer<Data>>, signal: AbortSignal): Promise<DnsAnswer<Data>> {
  const ended: DnsAnswer<Data> = { kind: 'failed', ...because(detail('ended')) };
  if (signal.aborted) return Promise.resolve(ended);
  return new Promise((resolve, reject) => {
    const onAbort = (): void => resolve(ended);
    signal.addEventListener('abort', onAbort, { once: true });
    void question.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

export interface ResolverJudgement {
  readonly validates: ProbeTarget['resolver']['validates'];
  readonly findings: readonly ProbeFinding[];
}

/** Whether what the resolver said was to be believed, when everything has been asked. Never rejects. */
export async function judgeResolver(
  { watched, trust, resolver, ports }: ProbeRun,
  hosts: readonly ProbeHost[],
): Promise<ResolverJudgement> {
  const address = ports.resolverAddress;
  const name = watched.validatedName();
  const root = await trust.root;
  if (root === 'no' && name !== null) {
    return { validates: true, findings: [finding('resolver-validates-in-part', { address, name })] };
  }
  // One answer proves that somebody validates, not that all do.
  const isValidating =
    root === 'no' ? false : name !== null || root === 'yes' ? true : await validatesRoot(resolver);
  if (isValidating === false) {
    return { validates: false, findings: [finding('resolver-does-not-validate', { address })] };
  }
  // A resolver that answers nothing is the finding already.
  const isAnswering = hosts.some(({ addresses }) => addresses.length > 0);
  const isDoubtful = isValidating === null && isAnswering;
  return {
    validates: isValidating,
    findings: isDoubtful ? [finding('resolver-not-known-to-validate', { address })] : [],
  };
}

/**
 * Whether the resolver validates: the root zone is signed, so that its name servers are a secure answer wherever
 * somebody validates. Null when it cannot say, such as in a laboratory without a root.
 */
async function validatesRoot(resolver: Resolver): Promise<boolean | null> {
  const answer = await resolver.ns('.');
  return answer.kind === 'found' ? answer.secure : null;
}
