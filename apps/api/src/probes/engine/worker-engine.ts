import { Worker } from 'node:worker_threads';

import type { ProbeStepBody, ProbeTargetBody } from '#contracts';

import type { ProbeEngine } from './probe-engine.js';
import type { FromWorker, ToWorker } from './worker-messages.js';

export interface WorkerEngineOptions {
  readonly file: URL;
  /** Cloned into the thread, as its `workerData`. */
  readonly data: unknown;
  readonly argv?: readonly string[];
  /** How long the thread may say nothing, once it has begun to talk. */
  readonly silenceMs?: number;
}

interface Run {
  readonly onStep: (step: ProbeStepBody) => void;
  readonly resolve: (result: ProbeTargetBody) => void;
  readonly reject: (error: Error) => void;
}

const SILENCE_MS = 10_000;

/** Until its first word: on a busy machine a thread takes seconds to load its modules. */
const START_MS = 60_000;

/** Certificates come from strangers: what they make of memory must not take the API with it. */
const MAX_HEAP_MB = 192;

/**
 * Probes on a thread of its own, so that what strangers' servers send can neither hold up nor end the API. The thread begins
 * with the first probe. When it crashes or gets stuck, the probes that run fail, and the next one begins another.
 */
export class WorkerEngine implements ProbeEngine {
  private readonly runs = new Map<number, Run>();
  private worker: Worker | undefined;
  private watchdog: NodeJS.Timeout | undefined;
  /** On the clock of `performance.now()`. */
  private mustSpeakBy = 0;
  private nextRun = 1;

  constructor(private readonly options: WorkerEngineOptions) {}

  run(domain: string, onStep: Run['onStep'], signal: AbortSignal): Promise<ProbeTargetBody> {
    const run = this.nextRun++;
    return new Promise((resolve, reject) => {
      this.runs.set(run, { onStep, resolve, reject });
      this.say({ kind: 'run', run, domain });
      signal.addEventListener('abort', () => this.runs.has(run) && this.say({ kind: 'abort', run }), {
        once: true,
      });
    });
  }

  async close(): Promise<void> {
    await this.end(new Error('the application is closing'));
  }

  private say(message: ToWorker): void {
    this.worker ??= this.begin();
    this.worker.postMessage(message);
  }

  private begin(): Worker {
    const worker = new Worker(this.options.file, {
      workerData: this.options.data,
      argv: [...(this.options.argv ?? [])],
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    worker.on('message', (message: FromWorker) => this.hear(message));
    worker.on('error', (error) => void this.end(error, worker));
    worker.on('exit', (code) => void this.end(new Error(`the thread ended with ${code}`), worker));
    this.mustSpeakBy = performance.now() + START_MS;
    this.watchdog = setInterval(() => this.watch(), 1_000).unref();
    return worker;
  }

  private hear(message: FromWorker): void {
    this.mustSpeakBy = performance.now() + (this.options.silenceMs ?? SILENCE_MS);
    if (message.kind === 'alive') return;
    const run = this.runs.get(message.run);
    if (message.kind === 'step') return run?.onStep(message.step);
    this.runs.delete(message.run);
    if (message.kind === 'result') run?.resolve(message.result);
    else run?.reject(message.error);
  }

  private watch(): void {
    if (performance.now() > this.mustSpeakBy) void this.end(new Error('the thread is stuck'));
  }

  /** Ends the thread, and with it what runs. Nothing happens when another thread has taken its place. */
  private async end(error: Error, worker = this.worker): Promise<void> {
    if (worker === undefined || worker !== this.worker) return;
    this.worker = undefined;
    clearInterval(this.watchdog);
    const runs = [...this.runs.values()];
    this.runs.clear();
    for (const { reject } of runs) reject(error);
    await worker.terminate();
  }
}
