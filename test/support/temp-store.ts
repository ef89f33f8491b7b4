/** A migrated store in a directory of its own, removed when it is closed. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { migrateStore, openStore, type Store, type StoreOptions } from '#store';

export interface TempStore {
  readonly store: Store;
  readonly database: { readonly engine: 'sqlite'; readonly path: string };
  /** Another store on the same file, as another process has it. Closed with the first. */
  openAnother(options?: Partial<StoreOptions>): Promise<Store>;
  close(): Promise<void>;
}

/** The file of a migrated store without content, made once: migrations are half of what a test of the store costs. */
let migrated: Promise<Buffer> | undefined;

async function migratedFile(): Promise<Buffer> {
  const directory = await mkdtemp(join(tmpdir(), 'havedane-store-'));
  try {
    const path = join(directory, 'store.sqlite3');
    await migrateStore({ engine: 'sqlite', path });
    return await readFile(path);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

export async function openTempStore(options: Partial<StoreOptions> = {}): Promise<TempStore> {
  const directory = await mkdtemp(join(tmpdir(), 'havedane-store-'));
  const database = { engine: 'sqlite', path: join(directory, 'store.sqlite3') } as const;
  await writeFile(database.path, await (migrated ??= migratedFile()));
  const stores = await openStores({ database, ...options }, () =>
    rm(directory, { recursive: true, force: true }),
  );
  return { ...stores, database };
}

/**
 * Opens a store and, later, others on the same database.
 *
 * @param remove the database, once all of them are closed
 */
export async function openStores(
  options: Pick<StoreOptions, 'database'> & Partial<StoreOptions>,
  remove: () => Promise<void>,
): Promise<Omit<TempStore, 'database'>> {
  const stores: Store[] = [];
  const openAnother = async (more: Partial<StoreOptions> = {}): Promise<Store> => {
    const store = await openStore({ maxObservationsPerCheck: 500, ...options, ...more });
    stores.push(store);
    return store;
  };
  return {
    store: await openAnother(),
    openAnother,
    close: async () => {
      await Promise.all(stores.map((one) => one.close()));
      await remove();
    },
  };
}
