/**
 * Group commit: a commit waits for the disk, so items that arrive while one is under way share the next. Each
 * item's promise settles only when its own commit has ended.
 */
import { setImmediate, setTimeout as pause } from 'node:timers/promises';

import { StoreBusyError } from '../errors.js';

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitOptions<Item, Result> {
  /** Writes the items in one transaction; answers one result for each, in their order. */
  readonly commit: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly maxItems: number;
  /** Beyond so many that wait, further items are refused. */
  readonly maxWaiting: number;
  /**
   * While items keep coming, a commit starts no sooner than this after the last one: each commit costs the
   * same for one item as for a hundred. An item that finds nothing under way is committed at once.
   */
  readonly minIntervalMs: number;
  /** Whether a failed commit may be the fault of single items: then each is tried on its own. */
  readonly isItemFault: (error: unknown) => boolean;
}

export class GroupCommit<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private running: Promise<void> | null = null;

  constructor(private readonly options: GroupCommitOptions<Item, Result>) {}

  /** @throws StoreBusyError when as many items wait as may */
  add(item: Item): Promise<Result> {
    if (this.waiting.length >= this.options.maxWaiting) return Promise.reject(new StoreBusyError());
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.running ??= this.drain();
    });
  }

  /** Resolves when nothing is waiting. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async drain(): Promise<void> {
    // Lets everything that the sockets delivered in this turn of the event loop into the first group.
    await setImmediate();
    while (this.waiting.length > 0) {
      const started = performance.now();
      await this.write(this.waiting.splice(0, this.options.maxItems));
      if (this.waiting.length > 0) await this.pace(started);
    }
    this.running = null;
  }

  private async pace(started: number): Promise<void> {
    const rest = this.options.minIntervalMs - (performance.now() - started);
    if (rest > 0 && this.waiting.length < this.options.maxItems) await pause(rest);
  }

  private async write(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.options.commit(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      // A full disk or a locked database would fail for each of them alike, and slowly.
      if (group.length === 1 || !this.options.isItemFault(error)) {
        for (const { reject } of group) reject(error);
        return;
      }
      for (const one of group) await this.write([one]);
    }
  }
}
