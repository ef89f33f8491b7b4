/** The two engines, as the rest of the store meets them. */
import type { DataSource } from 'typeorm';

import type { Config } from '#config';

import type { Engine } from './engine/engine.js';
import { connectPostgres, migratePostgres, openPostgres } from './postgres/postgres-database.js';
import { nameOf } from './postgres/postgres-errors.js';
import { connect } from './sqlite/data-source.js';
import { migrateSqlite, openSqlite } from './sqlite/sqlite-database.js';

type Database = Config['database'];

export interface OpenedDatabase {
  readonly reader: DataSource;
  readonly writer: DataSource;
  readonly engine: Engine;
}

/** A path, or a URL without the password. */
export function databaseName(database: Database): string {
  return database.engine === 'sqlite' ? database.path : nameOf(database.url);
}

/**
 * Opens a database that has been migrated. Answers an error for what may change by itself soon, and throws the others.
 *
 * @throws SchemaTooNewError, DatabaseError
 */
export function openDatabase(database: Database): Promise<OpenedDatabase | Error> {
  return database.engine === 'sqlite' ? openSqlite(database.path) : openPostgres(database.url);
}

/**
 * Creates the schema if there is none and brings it up to date, all or nothing. Of two processes that start
 * together, the second waits for the first and finds nothing left to do.
 *
 * @returns the names of the migrations applied now
 * @throws SchemaTooNewError, DatabaseError
 */
export function migrateStore(database: Database): Promise<readonly string[]> {
  return database.engine === 'sqlite' ? migrateSqlite(database.path) : migratePostgres(database.url);
}

/** What would have to be done to the database to make it what the entities describe: nothing, after migration. */
export async function schemaDifference(database: Database): Promise<readonly string[]> {
  const dataSource = await (database.engine === 'sqlite'
    ? connect(database.path, 'reader')
    : connectPostgres(database.url, 1));
  try {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}
