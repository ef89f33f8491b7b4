/** A migrated database of each engine, for figures of one beside the other. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { migrateStore, openStore, type Store, type StoreOptions } from '#store';

import { executePostgres, PostgresServer } from '../../support/postgres-server.js';
import { executeSql } from '../../support/raw-database.js';
import { MS_PER_TICK, ticksOf } from '../processor-time.js';

export interface BenchDatabase {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** As DATABASE_URL. */
  readonly url: string;
  readonly store: Store;
  execute(sql: string): Promise<void>;
  /** The processor time of its server so far; 0 where there is none. */
  serverMs(): Promise<number>;
  close(): Promise<void>;
}

function open(database: StoreOptions['database']): Promise<Store> {
  return openStore({ database, maxObservationsPerCheck: 1_000_000 });
}

export async function sqlite(directory: string): Promise<BenchDatabase> {
  const database = { engine: 'sqlite', path: join(directory, 'scale.sqlite3') } as const;
  await migrateStore(database);
  const store = await open(database);
  return {
    ...{ name: 'SQLite', url: `sqlite:${database.path}`, store },
    execute: (sql) => executeSql(database.path, sql),
    serverMs: () => Promise.resolve(0),
    close: () => store.close(),
  };
}

/** It syncs each commit, as SQLite does. */
export async function postgres(): Promise<BenchDatabase> {
  const server = await PostgresServer.start({ settings: { fsync: 'on', shared_buffers: '256MB' } });
  const database = { engine: 'postgres', url: server.url() } as const;
  await migrateStore(database);
  const store = await open(database);
  return {
    ...{ name: 'PostgreSQL', url: database.url, store },
    execute: (sql) => executePostgres(database.url, sql),
    serverMs: () => familyMs(server.pid),
    close: async () => {
      await store.close();
      await server.stop();
    },
  };
}

/** Of a process and its children: those that live, and those that have ended. */
async function familyMs(parent: number): Promise<number> {
  let ticks = 0;
  for (const name of await readdir('/proc')) {
    const stat = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '') : '';
    const { ppid, own, ofEnded } = ticksOf(stat);
    if (Number(name) === parent) ticks += own + ofEnded;
    else if (ppid === parent) ticks += own;
  }
  return ticks * MS_PER_TICK;
}
