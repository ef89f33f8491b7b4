import type { ProbeStepBody, ProbeTargetBody } from '#contracts';
import type { Rate, RateExceeded } from '#limits';

import { type ThreadOptions, WatchedThread } from '../../threads/watched-thread.js';
import type { CountTarget, ProbeEngine } from './probe-engine.js';

interface Run {
  readonly onStep: (step: ProbeStepBody) => void;
  readonly resolve: (result: ProbeTargetBody) => void;
  readonly reject: (error: Error) => void;
  readonly count: CountTarget;
}

/**
 * Probes on a thread of its own, so that what strangers' servers send can neither hold up nor end the API. When the thread
 * crashes or gets stuck, the probes that run fail, and the next one begins another.
 */
export class WorkerEngine implements ProbeEngine {
  private readonly runs = new Map<number, Run>();
  private readonly thread: WatchedThread<ToWorker, FromWorker>;
  private nextRun = 1;

  constructor(options: ThreadOptions) {
    this.thread = new WatchedThread(
      options,
      (message) => this.hear(message),
      (error) => this.fail(error),
    );
  }

  run(
    domain: string,
    onStep: Run['onStep'],
    signal: AbortSignal,
    count: CountTarget,
  ): Promise<ProbeTargetBody> {
    const run = this.nextRun++;
    return new Promise((resolve, reject) => {
      this.runs.set(run, { onStep, resolve, reject, count });
      this.thread.say({ kind: 'run', run, domain });
      signal.addEventListener('abort', () => this.runs.has(run) && this.thread.say({ kind: 'abort', run }), {
        once: true,
      });
    });
  }

  close(): Promise<void> {
    return this.thread.end(new Error('the application is closing'));
  }

  private hear(message: FromWorker): void {
    const run = this.runs.get(message.run);
    if (message.kind === 'step') return run?.onStep(message.step);
    if (message.kind === 'count') return void (run && this.count(run, message));
    this.runs.delete(message.run);
    if (message.kind === 'result') run?.resolve(message.result);
    else run?.reject(message.error);
  }

  /** What nobody waits for any more is not counted. */
  private async count({ count }: Run, { run, question, rates }: Question): Promise<void> {
    const exceeded = await count(rates);
    if (this.runs.has(run)) this.thread.say({ kind: 'counted', question, exceeded });
  }

  private fail(error: Error): void {
    const runs = [...this.runs.values()];
    this.runs.clear();
    for (const { reject } of runs) reject(error);
  }
}

// What is said between the API and the thread that probes. Both are of one program, so the types are believed.

/** Runs are told apart by number: the ids of probes stay with the API. */
export type ToWorker =
  | { readonly kind: 'run'; readonly run: number; readonly domain: string }
  | { readonly kind: 'abort'; readonly run: number }
  | { readonly kind: 'counted'; readonly question: number; readonly exceeded: RateExceeded | null };

interface Question {
  readonly kind: 'count';
  readonly run: number;
  readonly question: number;
  readonly rates: readonly Rate[];
}

export type FromWorker =
  | Question
  | { readonly kind: 'step'; readonly run: number; readonly step: ProbeStepBody }
  | { readonly kind: 'result'; readonly run: number; readonly result: ProbeTargetBody }
  | { readonly kind: 'failure'; readonly run: number; readonly error: Error };
