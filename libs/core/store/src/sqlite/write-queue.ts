import { dirname } from 'node:path';

import type { DataSource, EntityManager } from 'typeorm';

import { freeSpace, FULL_BELOW } from '#files';

import { inWriteTransaction } from './data-source.js';
import { StoreBusyError, StoreClosedError } from '../errors.js';
import { explained, isRowFault } from './sqlite-errors.js';

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
    private readonly path: string,
    private readonly maxWaiting = MAX_WAITING,
    private readonly freeSpaceIn = freeSpace,
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
   * one page is: a lock, or a quota that is used up, shows in nothing else. A full disk may have room for that page still,
   * in the part of the write-ahead log where a larger transaction failed.
   */
  async checkWritable(): Promise<void> {
    const recent = this.recentOutcome();
    if (recent !== undefined && recent.error !== null) throw recent.error;
    const free = await this.freeSpaceIn(dirname(this.path));
    if (free !== undefined && free < FULL_BELOW) throw explained(this.path, fullDisk(free));
    if (recent === undefined) await this.writeSomething();
  }

  private recentOutcome(): Outcome | undefined {
    const { outcome } = this;
    return outcome !== undefined && performance.now() - outcome.at < FRESH_MS ? outcome : undefined;
  }

  private writeSomething(): Promise<void> {
    this.probing ??= this.run(writeOnePage).finally(() => {
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
      const result = await inWriteTransaction(this.dataSource, work);
      this.outcome = { at: performance.now(), error: null };
      return result;
    } catch (thrown) {
      const error = explained(this.path, thrown);
      if (error instanceof Error && !isRowFault(error)) this.outcome = { at: performance.now(), error };
      throw error;
    }
  }
}

function fullDisk(free: number): Error {
  return Object.assign(new Error(`${free} bytes are free`), { code: 'ENOSPC' });
}

/** `user_version` is ours to use, and unused: writing the same again changes nothing, but writes the first page. */
async function writeOnePage(manager: EntityManager): Promise<void> {
  const rows: { user_version: number }[] = await manager.query('PRAGMA user_version');
  await manager.query(`PRAGMA user_version = ${rows[0]?.user_version ?? 0}`);
}
