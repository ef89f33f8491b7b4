/**
 * PostgreSQL 15 or later, by node-postgres. Times are milliseconds since the epoch, more than its `integer` holds: what the
 * entities call integer is a bigint here, and read as a number.
 */
import pg from 'pg';
import { DataSource, type ColumnType, type EntityManager } from 'typeorm';

import type { OpenedDatabase } from '../database.js';
import type { Engine } from '../engine/engine.js';
import { READ_LIMITS } from '../engine/read-access.js';
import { ENTITIES } from '../entities.js';
import { DatabaseError, SchemaNotReadyError } from '../errors.js';
import { isSchemaCurrent } from '../schema.js';
import { CleaningClient } from './cleaning-client.js';
import { MIGRATIONS } from './migrations/index.js';
import { demandUsable } from './usable-server.js';
import { writeSomething } from './write-something.js';
import {
  ANSWER_TIMEOUT_MS,
  CONNECT_TIMEOUT_MS,
  explained,
  isUnreachable,
  nameOf,
  STATEMENT_TIMEOUT_MS,
} from './postgres-errors.js';

const LOCK_TIMEOUT_MS = 10_000;
/** Of the wait for a table that another program has locked: a visitor or a mail server waits for it meanwhile. */
const TABLE_LOCK_TIMEOUT_MS = 2_000;
/** Of a migration's wait for a table: all who use the table wait behind it. */
const MIGRATION_LOCK_TIMEOUT_MS = 30_000;
/** A process that was stopped, or whose network was cut, in the middle of a transaction holds up the others no longer. */
const IDLE_IN_TRANSACTION_MS = 10_000;

/** Keys of advisory locks: any two numbers, the same in every process. */
const WRITE_LOCK = '(7672, 1)';
const MIGRATION_LOCK = '(7672, 2)';
const MOVE_LOCK = '(7672, 3)';
/** Nothing is asked over the connection that holds a lock of these, and a server may end those. */
const STAY = 'SET idle_session_timeout = 0';

/**
 * Writers of all processes take turns, as with SQLite: so limits are exact, and ids become visible in the order in which they
 * were given out (docs/dev/decisions/0022-one-writer-at-a-time.md). The lock ends with the transaction, after it has become visible.
 * Two defaults of a server would break that: a snapshot from before the lock, and a commit that does not wait for the disk.
 */
const BEGIN = `BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS};
  SELECT pg_advisory_xact_lock ${WRITE_LOCK}; SET LOCAL lock_timeout = ${TABLE_LOCK_TIMEOUT_MS};
  SELECT set_config('synchronous_commit', 'local', TRUE) WHERE current_setting('synchronous_commit') = 'off'`;

const COLUMN_TYPES: Readonly<Partial<Record<string, ColumnType>>> = { integer: 'bigint', blob: 'bytea' };

/** As the server knows the apps, and the programs beside them. */
const APP = 'havedane';

/**
 * @param connections at most
 * @param lockTimeoutMs how long a statement waits for a table that somebody has locked
 * @param statementTimeoutMs how long a statement may take; 0: as long as it has to
 * @param answerTimeoutMs how long an answer is waited for, unless the URL says otherwise (`query_timeout`)
 */
export async function connectPostgres(
  url: string,
  connections: number,
  {
    applicationName = APP,
    lockTimeoutMs,
    statementTimeoutMs = STATEMENT_TIMEOUT_MS,
    answerTimeoutMs,
  }: {
    readonly applicationName?: string;
    readonly lockTimeoutMs?: number;
    readonly statementTimeoutMs?: number;
    readonly answerTimeoutMs?: number;
  } = {},
): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    driver: pg,
    entities: ENTITIES,
    migrations: [...MIGRATIONS],
    parseInt8: true,
    poolSize: connections,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    applicationName,
    installExtensions: false,
    logging: false,
    extra: {
      Client: CleaningClient,
      keepAlive: true,
      statement_timeout: statementTimeoutMs,
      lock_timeout: lockTimeoutMs,
      query_timeout: answerTimeoutMs,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    },
    // A lost connection is replaced when one is needed next; its user gets the error.
    poolErrorHandler: () => undefined,
  });
  nameTypes(dataSource.driver);
  try {
    await dataSource.initialize();
    await demandUsable(dataSource, url);
    return dataSource;
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy();
    throw explained(url, error);
  }
}

function nameTypes(driver: DataSource['driver']): void {
  driver.supportedDataTypes.push('blob');
  const normalize = driver.normalizeType.bind(driver);
  driver.normalizeType = (column) =>
    normalize({ ...column, type: COLUMN_TYPES[String(column.type)] ?? column.type ?? 'text' });
}

/** Answers an error for what may change by itself soon, and throws the others. */
export async function openPostgres(url: string): Promise<OpenedDatabase | Error> {
  const opened: DataSource[] = [];
  const open = async (connections: number): Promise<DataSource> => {
    const dataSource = await connectPostgres(url, connections, {
      lockTimeoutMs: TABLE_LOCK_TIMEOUT_MS,
      answerTimeoutMs: ANSWER_TIMEOUT_MS,
    });
    opened.push(dataSource);
    return dataSource;
  };
  let isOpen = false;
  try {
    const writer = await open(1);
    if (!(await isSchemaCurrent(writer, nameOf(url)))) return new SchemaNotReadyError(nameOf(url));
    const source = await unfinishedMove(writer);
    if (source !== undefined) return beingFilled(url, source);
    const reader = await open(READ_LIMITS.maxRunning);
    isOpen = true;
    return { reader, writer, engine: postgresEngine(url) };
  } catch (thrown) {
    const error = explained(url, thrown);
    if (error instanceof Error && isUnreachable(error)) return error;
    throw error;
  } finally {
    if (!isOpen) await Promise.all(opened.map((dataSource) => dataSource.destroy()));
  }
}

/** @returns the names of the migrations applied now */
export async function migratePostgres(url: string): Promise<readonly string[]> {
  // One holds the lock, the other one migrates: an index of millions of rows takes minutes.
  const dataSource = await connectPostgres(url, 2, {
    lockTimeoutMs: MIGRATION_LOCK_TIMEOUT_MS,
    statementTimeoutMs: 0,
  });
  try {
    const lock = dataSource.createQueryRunner();
    try {
      await lock.query(`SET lock_timeout = 0; ${STAY}; SELECT pg_advisory_lock ${MIGRATION_LOCK}`);
      if (await isSchemaCurrent(dataSource, nameOf(url))) return [];
      const applied = await dataSource.runMigrations({ transaction: 'all' });
      return applied.map(({ name }) => name);
    } finally {
      await lock.query(`SELECT pg_advisory_unlock ${MIGRATION_LOCK}`).catch(() => undefined);
      await lock.release();
    }
  } catch (error) {
    throw explained(url, error);
  } finally {
    await dataSource.destroy();
  }
}

/** The file that is being moved into the database; undefined when none is. */
export async function unfinishedMove(dataSource: DataSource): Promise<string | undefined> {
  const tables: { name: string | null }[] = await dataSource.query(
    `SELECT to_regclass('unfinished_move') AS "name"`,
  );
  if (typeof tables[0]?.name !== 'string') return undefined;
  const rows: { source: string }[] = await dataSource.query('SELECT "source" FROM "unfinished_move"');
  return rows[0]?.source;
}

/** Whether an app has the database open. */
export async function isOpenInApp(dataSource: DataSource): Promise<boolean> {
  const apps: unknown[] = await dataSource.query(
    'SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1',
    [APP],
  );
  return apps.length > 0;
}

function beingFilled(url: string, source: string): Error {
  const says = `is being filled from ${source}: wait for \`havedane migrate --from\`, or run it again if it was ended`;
  return new DatabaseError(`The database ${nameOf(url)} ${says}`, false);
}

/** Of those that move into the same database, one does; another waits for a moment. The function returned lets go. */
export async function holdMoveLock(dataSource: DataSource): Promise<() => Promise<void>> {
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query(`SET lock_timeout = ${LOCK_TIMEOUT_MS}; ${STAY}; SELECT pg_advisory_lock ${MOVE_LOCK}`);
  } catch (error) {
    await lock.release();
    throw error;
  }
  return async () => {
    await lock.query(`SELECT pg_advisory_unlock ${MOVE_LOCK}`).catch(() => undefined);
    await lock.release();
  };
}

function postgresEngine(url: string): Engine {
  return {
    begin: BEGIN,
    explained: (error) => explained(url, error),
    checkRoom: () => Promise.resolve(),
    writeSomething,
    raiseIds,
  };
}

async function raiseIds(manager: EntityManager, above: number): Promise<void> {
  await manager.query(
    `UPDATE "counts" SET "stored" = GREATEST("stored", $1) WHERE "subject" = 'newest observation'`,
    [above],
  );
  await manager.query(
    `SELECT setval(pg_get_serial_sequence('observations', 'id'), $1) FROM "observations_id_seq" WHERE "last_value" < $1`,
    [above],
  );
}
