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

export async function openContractStore(options: Partial<StoreOptions> = {}): Promise<ContractStore> {
  const server = inject('postgres');
  if (server !== undefined) return openOnPostgres(server, options);
  const temp = await openTempStore(options);
  return { ...temp, execute: (sql) => executeSql(temp.database.path, sql) };
}

async function openOnPostgres(server: string, options: Partial<StoreOptions>): Promise<ContractStore> {
  await (template ??= makeTemplate(server));
  const name = `store_${randomBytes(6).toString('hex')}`;
  await executePostgres(server, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  const database = { engine: 'postgres', url: urlOf(server, name) } as const;
  const stores = await openStores({ database, ...options }, () =>
    executePostgres(server, `DROP DATABASE ${name} WITH (FORCE)`),
  );
  return { ...stores, database, execute: (sql) => executePostgres(database.url, sql) };
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
