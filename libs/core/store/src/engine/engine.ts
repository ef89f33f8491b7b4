/** What the two engines do differently, apart from SQL (sql/statement.ts) and from how they are opened. */
import type { EntityManager } from 'typeorm';

export interface Engine {
  /** The statements that begin a write transaction: it waits for those of all processes, and no other one begins before it ends. */
  readonly begin: string;
  /** A driver's error as a `DatabaseError`; others stay as they are. */
  explained(error: unknown): unknown;
  /** Rejects when it is known, without writing, that there is no room. */
  checkRoom(): Promise<void>;
  /**
   * Writes as little as shows whether everything can be written.
   *
   * @param hasFailed whether a transaction failed since this last worked
   */
  writeSomething(manager: EntityManager, hasFailed: boolean): Promise<void>;
  /** Makes the ids of observations go on above this one, unless they do so. */
  raiseIds(manager: EntityManager, above: number): Promise<void>;
}
