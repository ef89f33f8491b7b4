/**
 * The SQLite driver and what is particular to it. sqlite-errors.ts and preparing-database.ts know the driver too.
 *
 * TypeORM has one connection for a data source with this driver, so whatever runs between BEGIN and COMMIT on it
 * belongs to that transaction, reads included. A store therefore has two data sources: the writer, used by one
 * transaction at a time, and the reader, which in WAL mode sees what is committed and waits for nobody.
 */
import { access } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

import sqlite3 from 'sqlite3';
import { DataSource } from 'typeorm';

import { inTransaction } from '../engine/transaction.js';
import { ENTITIES } from '../entities.js';
import { MIGRATIONS } from './migrations/index.js';
import { PreparingDatabase } from './preparing-database.js';
import { explained, isBusy } from './sqlite-errors.js';

/**
 * `migrator` alone creates the file: an app that came first would leave an empty one. `sole` keeps everybody else away, and is
 * refused when somebody is there.
 */
export type Role = 'reader' | 'writer' | 'migrator' | 'sole';

/**
 * Takes the write lock from the start: a deferred transaction could fail half-way when another process writes first. The
 * caller sees to it that nothing else uses the data source meanwhile.
 */
export const BEGIN = 'BEGIN IMMEDIATE';

const BUSY_TIMEOUT_MS = { reader: 5_000, writer: 5_000, migrator: 30_000, sole: 0 } as const;
const WAL_RETRY_MS = 20;

/** TypeORM asks for `verbose()`, which formats the arguments of every call for a stack trace that nobody reads. */
const driver = { verbose: () => ({ ...sqlite3, Database: PreparingDatabase }) };

export async function connect(path: string, role: Role): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'sqlite',
    database: path,
    driver,
    flags: sqlite3.OPEN_READWRITE | sqlite3.OPEN_FULLMUTEX | (role === 'migrator' ? sqlite3.OPEN_CREATE : 0),
    busyTimeout: BUSY_TIMEOUT_MS[role],
    entities: ENTITIES,
    migrations: [...MIGRATIONS],
    logging: false,
  });
  try {
    await dataSource.initialize();
    await configure(dataSource, role);
    return dataSource;
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy();
    throw explained(path, error);
  }
}

async function configure(dataSource: DataSource, role: Role): Promise<void> {
  if (role === 'sole') await dataSource.query('PRAGMA locking_mode = EXCLUSIVE');
  await useWal(dataSource, role);
  // In WAL mode NORMAL would lose the last commits in a power cut: mail that was acknowledged with 250.
  await dataSource.query('PRAGMA synchronous = FULL');
  if (role === 'reader') await dataSource.query('PRAGMA query_only = ON');
  // SQLite opens a file without write permission for reading; better to know now than at the first message.
  else await inTransaction(dataSource, BEGIN, () => Promise.resolve());
}

/** SQLite does not wait here as elsewhere: of those that change the mode of a new file at once, one may be refused. */
async function useWal(dataSource: DataSource, role: Role): Promise<void> {
  const giveUpAt = Date.now() + BUSY_TIMEOUT_MS[role];
  for (;;) {
    try {
      await dataSource.query('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() >= giveUpAt) throw error;
      await setTimeout(WAL_RETRY_MS);
    }
  }
}

/** Like a write transaction, for migrations: they rebuild tables, which foreign keys would forbid or cascade. */
export async function inSchemaTransaction<T>(dataSource: DataSource, work: () => Promise<T>): Promise<T> {
  await dataSource.query('PRAGMA foreign_keys = OFF');
  return inTransaction(dataSource, BEGIN, async (manager) => {
    const result = await work();
    const broken: unknown = await manager.query('PRAGMA foreign_key_check');
    if (Array.isArray(broken) && broken.length > 0) throw new Error('A migration broke foreign keys.');
    return result;
  });
}

export function fileExists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
