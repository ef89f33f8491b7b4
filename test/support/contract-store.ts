/** A store of the engine that the run is for: both keep the same promises (store.ts), and are held to them by the same tests. */
import { randomBytes } from 'node:crypto';

import { inject } from 'vitest';

import { migrateStore, type StoreOptions } from '#store';

import { executePostgres } from './postgres-server.js';
import { executeSql } from './raw-database.js';
import { openStores, openTempStore, type TempStore } from './temp-store.js';

export interface ContractStore extends Omit<TempStore, 'database'> {
  readonly database: StoreOptions['database'];
  /** As another program would use the database, past the store. */
  execute(sql: string): Promise<void>;
}

/** Of this process: others make theirs at the same time. */
const TEMPLATE = `migrated_${process.pid}`;
let template: Promise<void> | undefined;
/** Databases that were emptied: one that is new costs ten times as much, since nothing of it is in a cache. */
const emptied: string[] = [];

/** Ends who still uses the database, as a process that a test has killed, and deletes all but the schema. */
const EMPTY = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
  DO $$ BEGIN EXECUTE (
    SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') || ' RESTART IDENTITY'
    FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('migrations', 'counts')
  ); END $$;
  UPDATE "counts" SET "stored" = 0`;

export async function openContractStore(options: Partial<StoreOptions> = {}): Promise<ContractStore> {
  const server = inject('postgres');
  if (server !== undefined) return openOnPostgres(server, options);
  const temp = await openTempStore(options);
  return { ...temp, execute: (sql) => executeSql(temp.database.path, sql) };
}

async function openOnPostgres(server: string, options: Partial<StoreOptions>): Promise<ContractStore> {
  const name = emptied.pop() ?? (await create(server));
  const database = { engine: 'postgres', url: urlOf(server, name) } as const;
  let isAsMigrated = true;
  const stores = await openStores({ database, ...options }, async () => {
    if (isAsMigrated) {
      await executePostgres(database.url, EMPTY);
      emptied.push(name);
    } else {
      await executePostgres(server, `DROP DATABASE ${name} WITH (FORCE)`);
    }
  });
  const execute = (sql: string): Promise<void> => {
    // Which may change the schema.
    isAsMigrated = false;
    return executePostgres(database.url, sql);
  };
  return { ...stores, database, execute };
}

async function create(server: string): Promise<string> {
  await (template ??= makeTemplate(server));
  const name = `store_${randomBytes(6).toString('hex')}`;
  // Block by block through the log, as without a strategy, takes several times as long.
  await executePostgres(server, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY FILE_COPY`);
  return name;
}

async function makeTemplate(server: string): Promise<void> {
  await executePostgres(server, `CREATE DATABASE ${TEMPLATE}`);
  await migrateStore({ engine: 'postgres', url: urlOf(server, TEMPLATE) });
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
