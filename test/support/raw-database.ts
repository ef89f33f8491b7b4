/** The database file as another program would use it, past the store. */
import { promisify } from 'node:util';

// oxlint-disable-next-line no-restricted-imports -- plays other programs, which #store cannot
import sqlite3 from 'sqlite3';

type Done = (error: Error | null) => void;

interface RawDatabase {
  execute(sql: string): Promise<void>;
  close(): Promise<void>;
}

function openRaw(path: string): RawDatabase {
  const connection = new sqlite3.Database(path);
  return {
    execute: promisify((sql: string, done: Done) => connection.exec(sql, done)),
    close: promisify((done: Done) => {
      connection.close(done);
    }),
  };
}

export async function countRows(path: string, table: string): Promise<number> {
  const connection = new sqlite3.Database(path);
  const all = promisify((sql: string, done: (error: Error | null, rows: { count: number }[]) => void) =>
    connection.all(sql, done),
  );
  const rows = await all(`SELECT COUNT(*) AS "count" FROM "${table}"`);
  await promisify((done: Done) => connection.close(done))();
  return rows[0]?.count ?? 0;
}

export async function executeSql(path: string, sql: string): Promise<void> {
  const database = openRaw(path);
  await database.execute(sql);
  await database.close();
}

/** Takes the lock that every writer needs; the function returned gives it back. */
export async function holdWriteLock(path: string): Promise<() => Promise<void>> {
  const database = openRaw(path);
  await database.execute('BEGIN IMMEDIATE');
  return async () => {
    await database.execute('ROLLBACK');
    await database.close();
  };
}
