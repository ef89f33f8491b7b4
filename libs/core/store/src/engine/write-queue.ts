import type { DataSource, EntityManager } from 'typeorm';

import { isRowFault, StoreBusyError, StoreClosedError } from '../errors.js';
import type { Engine } from './engine.js';
import { inTransaction } from './transaction.js';

/** Transactions that wait; groups of checks and of observations are one each. */
const MAX_WAITING = 1_000;

/** How long it counts that a transaction was committed, or that it was not. */
const FRESH_MS = 5_000;

interface Outcome {
  readonly at: number;
  /** Null when the transaction was committed. */
  readonly error: Error | null;
}

/** Runs write transactions one after the other, in the order in which they were asked for. */
export class WriteQueue {
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;
  private waiting = 0;
  private outcome: Outcome | undefined;
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
   * Rejects when nothing can be written. What was written in the last seconds answers for free; only when nothing was,
   * a little is: a lock, or a quota that is used up, shows in nothing else.
   */
  async checkWritable(): Promise<void> {
    const recent = this.recentOutcome();
    if (recent !== undefined && recent.error !== null) throw recent.error;
    await this.engine.checkRoom();
    if (recent === undefined) await this.writeSomething();
  }

  private recentOutcome(): Outcome | undefined {
    const { outcome } = this;
    return outcome !== undefined && performance.now() - outcome.at < FRESH_MS ? outcome : undefined;
  }

  private writeSomething(): Promise<void> {
    this.probing ??= this.run((manager) => this.engine.writeSomething(manager)).finally(() => {
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
    try {
      const result = await inTransaction(this.dataSource, this.engine.begin, work);
      this.outcome = { at: performance.now(), error: null };
      return result;
    } catch (thrown) {
      const error = this.engine.explained(thrown);
      if (error instanceof Error && !isRowFault(error)) this.outcome = { at: performance.now(), error };
      throw error;
    }
  }
}
