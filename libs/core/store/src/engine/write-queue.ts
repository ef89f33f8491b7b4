import type { DataSource, EntityManager } from 'typeorm';

import { isRowFault, StoreBusyError, StoreClosedError } from '../errors.js';
import type { Engine } from './engine.js';
import { inTransaction } from './transaction.js';

/** Transactions that wait; groups of checks and of observations are one each. */
const MAX_WAITING = 1_000;

/** How long it counts what was found out. */
const FRESH_MS = 5_000;

/** Every transaction is done in milliseconds; one that is under way for longer than this waits for somebody. */
const HELD_UP_MS = 1_000;

interface Finding {
  readonly at: number;
  /** Null when everything could be written. */
  readonly error: Error | null;
}

/** Runs write transactions one after the other, in the order in which they were asked for. */
export class WriteQueue {
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;
  private waiting = 0;
  private finding: Finding | undefined;
  /** A transaction failed, and it was not found since that everything can be written. */
  private hasFailed = false;
  private beganAt: number | null = null;
  private probing: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly engine: Engine,
    private readonly maxWaiting = MAX_WAITING,
  ) {}

  /** Resolves when the transaction is committed; rejects, with nothing written, when it failed. */
  run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (this.closed) return Promise.reject(new StoreClosedError());
    if (this.waiting >= this.maxWaiting) return Promise.reject(new StoreBusyError());
    this.waiting += 1;
    const result = this.last.then(() => this.commit(work));
    this.last = result
      .catch(() => undefined)
      .finally(() => {
        this.waiting -= 1;
      });
    return result;
  }

  /**
   * Rejects when something cannot be written. Every few seconds a little is, to find out; a commit in between shows no more
   * than that its own tables could be, and one that fails counts until a finding says otherwise.
   */
  async checkWritable(): Promise<void> {
    const known = this.recentFinding();
    if (known !== undefined && known.error !== null) throw known.error;
    await this.engine.checkRoom();
    if (known === undefined) await this.writeSomething();
  }

  private recentFinding(): Finding | undefined {
    const now = performance.now();
    if (this.beganAt !== null && now - this.beganAt > HELD_UP_MS) return undefined;
    return this.finding !== undefined && now - this.finding.at < FRESH_MS ? this.finding : undefined;
  }

  private writeSomething(): Promise<void> {
    this.probing ??= this.run((manager) => this.engine.writeSomething(manager, this.hasFailed))
      .then(() => {
        this.finding = { at: performance.now(), error: null };
        this.hasFailed = false;
      })
      .finally(() => {
        this.probing = undefined;
      });
    return this.probing;
  }

  /** Refuses further work and resolves when what was asked for has ended. */
  async close(): Promise<void> {
    this.closed = true;
    await this.last;
    await this.dataSource.destroy();
  }

  private async commit<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    this.beganAt = performance.now();
    try {
      const result = await inTransaction(this.dataSource, this.engine.begin, work);
      // What failed may work again: the next who asks finds out.
      if (this.finding?.error instanceof Error) this.finding = undefined;
      return result;
    } catch (thrown) {
      const error = this.engine.explained(thrown);
      if (error instanceof Error && !isRowFault(error)) {
        this.finding = { at: performance.now(), error };
        this.hasFailed = true;
      }
      throw error;
    } finally {
      this.beganAt = null;
    }
  }
}
