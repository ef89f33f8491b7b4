/** A store of the engine that the run is for: both keep the same promises (store.ts), and are held to them by the same tests. */
import { randomBytes } from 'node:crypto';

import { inject } from 'vitest';

import { migrateStore, openStore, type Store, type StoreOptions } from '#store';

import { executePostgres } from './postgres-server.js';
import { executeSql } from './raw-database.js';
import { openTempStore } from './temp-store.js';

export interface ContractStore {
  readonly store: Store;
  readonly database: StoreOptions['database'];
  /** Another store on the same database, as another process has it. Closed with the first. */
  openAnother(options?: Partial<StoreOptions>): Promise<Store>;
  /** As another program would use the database, past the store. */
  execute(sql: string): Promise<void>;
  close(): Promise<void>;
}

const TEMPLATE = 'migrated';
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
  await executePostgres(server, `CREATE DATABASE ${name} TEMPLATE ${templateName()}`);
  const database = { engine: 'postgres', url: urlOf(server, name) } as const;
  const stores: Store[] = [];
  const open = async (more: Partial<StoreOptions> = {}): Promise<Store> => {
    const store = await openStore({ database, maxObservationsPerCheck: 500, ...options, ...more });
    stores.push(store);
    return store;
  };
  return {
    store: await open(),
    database,
    openAnother: open,
    execute: (sql) => executePostgres(database.url, sql),
    close: async () => {
      await Promise.all(stores.map((one) => one.close()));
      await executePostgres(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** Of this process: several make theirs at once. */
function templateName(): string {
  return `${TEMPLATE}_${process.pid}`;
}

async function makeTemplate(server: string): Promise<void> {
  await executePostgres(server, `CREATE DATABASE ${templateName()}`);
  await migrateStore({ engine: 'postgres', url: urlOf(server, templateName()) });
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
