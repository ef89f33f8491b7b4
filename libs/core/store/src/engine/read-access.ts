import type { DataSource, EntityManager } from 'typeorm';

import { StoreBusyError, StoreClosedError } from '../errors.js';
import type { Engine } from './engine.js';

export interface ReadLimits {
  /** How many reads the driver has at a time: what they found is held until each is dealt with. */
  readonly maxRunning: number;
  readonly maxWaiting: number;
}

/**
 * For every program: strangers make the API read by requests, the receiver by names and recipients, the observer by queries.
 * A reading is up to 2 MB, and a few use all the threads that read; what waits has no result yet.
 */
export const READ_LIMITS: ReadLimits = { maxRunning: 8, maxWaiting: 1_000 };

/** Runs reads, which see what is committed and wait for no writer, in the order in which they were asked for. */
export class ReadAccess {
  private closed = false;
  private running = 0;
  /** Called with true when it is their turn, with false when the store is closed. */
  private readonly waiting: ((isOpen: boolean) => void)[] = [];

  constructor(
    private readonly dataSource: DataSource,
    private readonly engine: Engine,
    private readonly limits: ReadLimits = READ_LIMITS,
  ) {}

  /** @throws StoreBusyError when as many reads wait as may */
  async run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    await this.takeTurn();
    try {
      return await this.runFirst(work);
    } finally {
      this.endTurn();
    }
  }

  /** Passes those that wait: for the few that the program itself asks, whatever strangers ask. */
  async runFirst<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (this.closed) throw new StoreClosedError();
    try {
      return await work(this.dataSource.manager);
    } catch (error) {
      throw this.engine.explained(error);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const begin of this.waiting.splice(0)) begin(false);
    await this.dataSource.destroy();
  }

  private async takeTurn(): Promise<void> {
    if (this.closed) throw new StoreClosedError();
    if (this.running < this.limits.maxRunning) {
      this.running += 1;
      return;
    }
    if (this.waiting.length >= this.limits.maxWaiting) throw new StoreBusyError();
    // A finished one hands its turn over, so the number running stays the same.
    const isOpen = await new Promise<boolean>((resolve) => this.waiting.push(resolve));
    if (isOpen) return;
    throw new StoreClosedError();
  }

  private endTurn(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.running -= 1;
    else next(true);
  }
}
