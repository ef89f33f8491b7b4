import type { DataSource, EntityManager } from 'typeorm';

import { StoreClosedError } from './errors.js';
import { explained } from './sqlite-errors.js';

/** Runs reads, which see what is committed and wait for no writer. */
export class ReadAccess {
  private closed = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly path: string,
  ) {}

  async run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (this.closed) throw new StoreClosedError();
    try {
      return await work(this.dataSource.manager);
    } catch (error) {
      throw explained(this.path, error);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.dataSource.destroy();
  }
}
