/** A migrated store in a directory of its own, removed when it is closed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { migrateStore, openStore, type Store, type StoreOptions } from '#store';

export interface TempStore {
  readonly store: Store;
  readonly database: StoreOptions['database'];
  /** Another store on the same file, as another process has it. Closed with the first. */
  openAnother(options?: Partial<StoreOptions>): Promise<Store>;
  close(): Promise<void>;
}

export async function openTempStore(options: Partial<StoreOptions> = {}): Promise<TempStore> {
  const directory = await mkdtemp(join(tmpdir(), 'havedane-store-'));
  const database = { engine: 'sqlite', path: join(directory, 'store.sqlite3') } as const;
  await migrateStore(database);
  const stores: Store[] = [];
  const open = async (more: Partial<StoreOptions> = {}): Promise<Store> => {
    const store = await openStore({ database, maxObservationsPerCheck: 500, ...options, ...more });
    stores.push(store);
    return store;
  };
  const store = await open();
  return {
    store,
    database,
    openAnother: open,
    close: async () => {
      await Promise.all(stores.map((one) => one.close()));
      await rm(directory, { recursive: true, force: true });
    },
  };
}
