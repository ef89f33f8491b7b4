/** A copy of the database while others write to it, and the check of such a copy. */
import sqlite3 from 'sqlite3';

import { connect } from './data-source.js';
import { DatabaseError } from '../errors.js';
import { isSchemaCurrent } from '../schema.js';
import { explained } from './sqlite-errors.js';

/**
 * Writes the database as it is at one moment into a new file, without what was deleted from it. In WAL mode the read
 * transaction of VACUUM INTO neither waits for writers nor holds them up.
 *
 * @param copy the path of a file that does not exist
 * @throws DatabaseError
 */
export async function copyDatabase(path: string, copy: string): Promise<void> {
  try {
    const database = await open(path);
    try {
      await run(database, 'VACUUM INTO ?', copy);
    } finally {
      await close(database);
    }
  } catch (error) {
    throw explained(path, error);
  }
}

/**
 * Reads the whole copy. One of an older version of this program is good: it has yet to be migrated.
 *
 * @throws DatabaseError when it is damaged, SchemaTooNewError
 */
export async function verifyDatabaseCopy(copy: string): Promise<void> {
  const dataSource = await connect(copy, 'writer');
  try {
    const rows: { integrity_check: string }[] = await dataSource.query('PRAGMA integrity_check(1)');
    const [{ integrity_check: result } = { integrity_check: 'no answer' }] = rows;
    if (result !== 'ok') throw new DatabaseError(`The database ${copy} is damaged: ${result}`, false);
    await isSchemaCurrent(dataSource, copy);
  } catch (error) {
    throw explained(copy, error);
  } finally {
    await dataSource.destroy();
  }
}

/** Not by TypeORM, whose connections keep statements: VACUUM wants a connection without any. */
function open(path: string): Promise<sqlite3.Database> {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(path, sqlite3.OPEN_READWRITE | sqlite3.OPEN_FULLMUTEX, (error) => {
      if (error === null) resolve(database);
      else reject(error);
    });
  });
}

function run(database: sqlite3.Database, sql: string, value: string): Promise<void> {
  return new Promise((resolve, reject) => {
    database.run(sql, [value], (error) => (error === null ? resolve() : reject(error)));
  });
}

function close(database: sqlite3.Database): Promise<void> {
  return new Promise((resolve, reject) => {
    database.close((error) => (error === null ? resolve() : reject(error)));
  });
}
