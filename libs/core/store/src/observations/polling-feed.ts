/**
 * The feed for an engine with a single writer: ids are given out under the write lock, so they appear in the order
 * of commits and a reader that has seen an id has seen every smaller one. Another engine needs another feed.
 */
import { StoreClosedError } from '../errors.js';
import type { Position } from './observation-reader.js';
import type { ObservationFeed, ObservationNotice } from '../store.js';

type Listener = (observations: readonly ObservationNotice[]) => void;

interface Subscription {
  readonly listener: Listener;
  readonly rewound: () => void;
  /** The last id that the listener got, or that was there before it came. */
  after: number;
}

export interface PollingFeedOptions {
  readonly position: () => Promise<Position>;
  /** Observations with a larger id, in the order of ids, at most `limit`. */
  readonly readAfter: (id: number, limit: number) => Promise<readonly ObservationNotice[]>;
  /** Makes ids go on above this one. */
  readonly raiseIds: (above: number) => Promise<void>;
  readonly intervalMs: number;
  readonly pageSize: number;
  /** Gets failed polls, which are repeated, and what listeners threw. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** How often it is asked whether the store went back. */
const LOOK_MS = 1_000;
/** By how much the ids that a reader of checks has seen, here or at another API, may be ahead of the last poll. */
const AHEAD = 10_000;

export class PollingFeed implements ObservationFeed {
  private readonly subscriptions = new Set<Subscription>();
  private timer: NodeJS.Timeout | null = null;
  private closed = false;
  private polling: Promise<void> | null = null;
  private history: string | undefined;
  private lookedAt = -Infinity;

  constructor(private readonly options: PollingFeedOptions) {}

  async subscribe(listener: Listener, rewound = (): void => undefined): Promise<() => void> {
    const { newestId, history } = await this.options.position();
    const subscription = { listener, rewound, after: newestId };
    if (this.closed) throw new StoreClosedError();
    this.history ??= history;
    this.subscriptions.add(subscription);
    this.schedule(0);
    return () => {
      this.subscriptions.delete(subscription);
      if (this.subscriptions.size === 0) this.stop();
    };
  }

  /** Ends every subscription; resolves when nothing is being read. */
  async close(): Promise<void> {
    this.closed = true;
    this.subscriptions.clear();
    this.stop();
    await this.polling;
  }

  private stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  /** One poll at a time: while one runs, it schedules the next. */
  private schedule(delayMs: number): void {
    if (this.timer !== null || this.polling !== null || this.subscriptions.size === 0) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.polling = this.poll().then((full) => {
        this.polling = null;
        this.schedule(full ? 0 : this.options.intervalMs);
      });
    }, delayMs);
  }

  /** Whether there may be more at once. */
  private async poll(): Promise<boolean> {
    try {
      await this.lookForRewind();
      if (this.subscriptions.size === 0) return false;
      const after = Math.min(...[...this.subscriptions].map((subscription) => subscription.after));
      const page = await this.options.readAfter(after, this.options.pageSize);
      for (const subscription of this.subscriptions) this.deliver(subscription, page);
      return page.length === this.options.pageSize;
    } catch (error) {
      this.options.onError?.(error);
      return false;
    }
  }

  /**
   * A standby that takes over may lack the last ids, and gives them out again: what comes would look as if it had been read.
   * Either its newest id is below what was read, or another history has passed that meanwhile.
   */
  private async lookForRewind(): Promise<void> {
    if (performance.now() - this.lookedAt < LOOK_MS) return;
    this.lookedAt = performance.now();
    const read = Math.max(...[...this.subscriptions].map(({ after }) => after));
    const { newestId, history } = await this.options.position();
    if (history === this.history && newestId >= read) return;
    await this.options.raiseIds(read + AHEAD);
    this.history = history;
    for (const { rewound } of this.subscriptions) rewound();
  }

  private deliver(subscription: Subscription, page: readonly ObservationNotice[]): void {
    const fresh = page.filter(({ id }) => id > subscription.after);
    const last = fresh.at(-1);
    if (last === undefined) return;
    subscription.after = last.id;
    try {
      subscription.listener(fresh);
    } catch (error) {
      this.options.onError?.(error);
    }
  }
}
