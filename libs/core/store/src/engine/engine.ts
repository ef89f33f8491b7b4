/** What the two engines do differently, apart from SQL (sql/statement.ts) and from how they are opened. */
import type { DataSource, EntityManager } from 'typeorm';

export interface Engine {
  /** Runs `work` in a transaction that no write transaction overlaps, of whichever process. Rejects with nothing written. */
  inWriteTransaction<T>(dataSource: DataSource, work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** A driver's error as a `DatabaseError`; others stay as they are. */
  explained(error: unknown): unknown;
  /** Rejects when it is known, without writing, that there is no room. */
  checkRoom(): Promise<void>;
  /** Writes as little as shows whether it can be written. */
  writeSomething(manager: EntityManager): Promise<void>;
}
