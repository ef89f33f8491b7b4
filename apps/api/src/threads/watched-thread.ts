import { Worker } from 'node:worker_threads';

import { limitThreads } from '#process';

export interface ThreadOptions {
  readonly file: URL;
  /** Cloned into the thread, as its `workerData`. */
  readonly data?: unknown;
  /** Those of this process unless given. */
  readonly execArgv?: readonly string[];
  /** How long the thread may say nothing, once it has begun to talk. */
  readonly silenceMs?: number;
}

/** Said every second: a thread that is stuck says nothing. */
export interface Alive {
  readonly kind: 'alive';
}

const SILENCE_MS = 10_000;

/** Until its first word: on a busy machine a thread takes seconds to load its modules. */
const START_MS = 60_000;

/** How many there are: one probes, one parses. What strangers send must not take the memory of the API with it. */
export const WATCHED_THREADS = 2;

/**
 * A thread for what strangers send. It begins with the first message to it. When it crashes or gets stuck it is ended, and
 * the next message begins another.
 */
export class WatchedThread<To, From extends { readonly kind: string }> {
  private worker: Worker | undefined;
  private watchdog: NodeJS.Timeout | undefined;
  private hasSpoken = false;
  /** On the clock of `performance.now()`. */
  private mustSpeakBy = 0;

  constructor(
    private readonly options: ThreadOptions,
    private readonly hear: (message: Exclude<From, Alive>) => void,
    /** Its work is lost; `hadBegun` is false where it never got to it, for want of memory or descriptors. */
    private readonly hasEnded: (error: Error, hadBegun: boolean) => void,
  ) {}

  say(message: To): void {
    this.worker ??= this.begin();
    this.worker.postMessage(message);
  }

  /** Ends the thread. Nothing happens when another thread has taken its place. */
  async end(error: Error, worker = this.worker): Promise<void> {
    if (worker === undefined || worker !== this.worker) return;
    this.worker = undefined;
    clearInterval(this.watchdog);
    this.hasEnded(error, this.hasSpoken);
    await worker.terminate();
  }

  private begin(): Worker {
    const worker = new Worker(this.options.file, {
      workerData: this.options.data,
      execArgv: [...(this.options.execArgv ?? process.execArgv)],
      resourceLimits: limitThreads(WATCHED_THREADS),
    });
    this.hasSpoken = false;
    worker.on('message', (message: From | Alive) => {
      this.hasSpoken ||= worker === this.worker;
      this.mustSpeakBy = performance.now() + (this.options.silenceMs ?? SILENCE_MS);
      if (message.kind !== 'alive' && worker === this.worker) this.hear(message as Exclude<From, Alive>);
    });
    let cause: Error | undefined;
    worker.on('error', (error: Error) => (cause = error));
    // By then all that the thread said was heard; its error may come before its last words.
    worker.on('exit', (code) => void this.end(cause ?? new Error(`the thread ended with ${code}`), worker));
    this.mustSpeakBy = performance.now() + START_MS;
    this.watchdog = setInterval(() => {
      if (performance.now() > this.mustSpeakBy) void this.end(new Error('the thread is stuck'), worker);
    }, 1_000).unref();
    return worker;
  }
}
