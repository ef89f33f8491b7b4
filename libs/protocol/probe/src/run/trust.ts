import type { ProbePorts } from '../probe.js';

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
