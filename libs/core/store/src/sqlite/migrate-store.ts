import type { Config } from '#config';

import { connect, inSchemaTransaction } from './data-source.js';
import { isSchemaCurrent } from './schema.js';
import { explained } from './sqlite-errors.js';

/**
 * Creates the database if there is none and brings its schema up to date, all or nothing. Of two processes that do
 * this at once the second waits for the first and finds nothing left to do.
 *
 * @returns the names of the migrations applied now
 * @throws SchemaTooNewError, DatabaseFileError
 */
export async function migrateStore(database: Config['database']): Promise<readonly string[]> {
  const dataSource = await connect(database.path, 'migrator');
  try {
    return await inSchemaTransaction(dataSource, async () => {
      if (await isSchemaCurrent(dataSource, database.path)) return [];
      const applied = await dataSource.runMigrations({ transaction: 'none' });
      return applied.map(({ name }) => name);
    });
  } catch (error) {
    throw explained(database.path, error);
  } finally {
    await dataSource.destroy();
  }
}
