import type { DataSource, EntityManager } from 'typeorm';

import { inWriteTransaction } from './data-source.js';
import { StoreClosedError } from './errors.js';
import { explained } from './sqlite-errors.js';

/** Runs write transactions one after the other, in the order in which they were asked for. */
export class WriteQueue {
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly path: string,
  ) {}

  /** Resolves when the transaction is committed; rejects, with nothing written, when it failed. */
  run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (this.closed) return Promise.reject(new StoreClosedError());
    const result = this.last.then(() => this.commit(work));
    this.last = result.catch(() => undefined);
    return result;
  }

  /** Refuses further work and resolves when what was asked for has ended. */
  async close(): Promise<void> {
    this.closed = true;
    await this.last;
    await this.dataSource.destroy();
  }

  private async commit<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await inWriteTransaction(this.dataSource, work);
    } catch (error) {
      throw explained(this.path, error);
    }
  }
}
