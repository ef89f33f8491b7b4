import { type Config, loadConfig } from '#config';
import { openStore, type Store } from '#store';

/** Runs a command on the store of DATABASE_URL, which stays as it is when the command fails. */
export async function withStore<T>(command: (store: Store, config: Config) => Promise<T>): Promise<T> {
  const config = loadConfig();
  const store = await openStore({
    database: config.database,
    maxObservationsPerCheck: config.checks.maxObservationsPerCheck,
    schemaTimeoutMs: 0,
  });
  try {
    return await command(store, config);
  } finally {
    await store.close();
  }
}
