/** Compares the migrations that a database has seen with the ones that this program knows. */
import type { DataSource } from 'typeorm';

import type { Config } from '#config';

import { connect } from './data-source.js';
import { SchemaTooNewError } from '../errors.js';
import { MIGRATIONS } from './migrations/index.js';

const KNOWN: readonly string[] = MIGRATIONS.map((migration) => migration.name);

/**
 * Whether the database has the schema of this program.
 *
 * @throws SchemaTooNewError when it has seen migrations that this program does not know
 */
export async function isSchemaCurrent(dataSource: DataSource, path: string): Promise<boolean> {
  const applied = await appliedMigrations(dataSource);
  const unknown = applied.filter((name) => !KNOWN.includes(name));
  if (unknown.length > 0) throw new SchemaTooNewError(path, unknown);
  return KNOWN.every((name) => applied.includes(name));
}

/** What would have to be done to the database to make it what the entities describe: nothing, after migration. */
export async function schemaDifference(database: Config['database']): Promise<readonly string[]> {
  const dataSource = await connect(database.path, 'reader');
  try {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}

async function appliedMigrations(dataSource: DataSource): Promise<string[]> {
  if (!(await dataSource.createQueryRunner().hasTable('migrations'))) return [];
  const rows: { name: string }[] = await dataSource.query('SELECT "name" FROM "migrations"');
  return rows.map(({ name }) => name);
}
