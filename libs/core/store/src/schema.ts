/** Compares the migrations that a database has seen with the ones that this program knows. */
import type { DataSource } from 'typeorm';

import { SchemaTooNewError } from './errors.js';

/**
 * Whether the database has the schema of this program.
 *
 * @param name of the database, for the error
 * @throws SchemaTooNewError when it has seen migrations that this program does not know
 */
export async function isSchemaCurrent(dataSource: DataSource, name: string): Promise<boolean> {
  const known = dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name);
  const applied = await appliedMigrations(dataSource);
  const unknown = applied.filter((migration) => !known.includes(migration));
  if (unknown.length > 0) throw new SchemaTooNewError(name, unknown);
  return known.every((migration) => applied.includes(migration));
}

async function appliedMigrations(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    if (!(await runner.hasTable('migrations'))) return [];
  } finally {
    await runner.release();
  }
  const rows: { name: string }[] = await dataSource.query('SELECT "name" FROM "migrations"');
  return rows.map(({ name }) => name);
}
