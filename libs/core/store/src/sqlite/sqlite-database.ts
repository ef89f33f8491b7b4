import { dirname } from 'node:path';

import type { DataSource } from 'typeorm';

import type { OpenedDatabase } from '../database.js';
import { SchemaNotReadyError } from '../errors.js';
import { isSchemaCurrent } from '../schema.js';
import { connect, fileExists, inSchemaTransaction } from './data-source.js';
import { sqliteEngine } from './sqlite-engine.js';
import { explained, isBusy } from './sqlite-errors.js';

/** Answers an error for what a migration that is about to come or under way will change, and throws the others. */
export async function openSqlite(path: string): Promise<OpenedDatabase | Error> {
  const writer = await connectMigrated(path);
  if (writer instanceof Error) return writer;
  const reader = await connect(path, 'reader').catch(async (error: unknown) => {
    await writer.destroy();
    throw error;
  });
  return { reader, writer, engine: sqliteEngine(path) };
}

async function connectMigrated(path: string): Promise<DataSource | Error> {
  if (!(await fileExists(path))) {
    const folder = dirname(path);
    return (await fileExists(folder)) ? new SchemaNotReadyError(path) : new SchemaNotReadyError(path, folder);
  }
  let dataSource: DataSource | null = null;
  try {
    dataSource = await connect(path, 'writer');
    if (await isSchemaCurrent(dataSource, path)) return dataSource;
    await dataSource.destroy();
    return new SchemaNotReadyError(path);
  } catch (thrown) {
    if (dataSource?.isInitialized === true) await dataSource.destroy();
    const error = explained(path, thrown);
    if (error instanceof Error && isBusy(error)) return error;
    throw error;
  }
}

/** @returns the names of the migrations applied now */
export async function migrateSqlite(path: string): Promise<readonly string[]> {
  const dataSource = await connect(path, 'migrator');
  try {
    return await inSchemaTransaction(dataSource, async () => {
      if (await isSchemaCurrent(dataSource, path)) return [];
      const applied = await dataSource.runMigrations({ transaction: 'none' });
      return applied.map(({ name }) => name);
    });
  } catch (error) {
    throw explained(path, error);
  } finally {
    await dataSource.destroy();
  }
}
