/**
 * A lock between processes that the kernel frees when its holder dies, whatever killed it: SQLite takes it on a file that
 * stays empty. Node has no such lock of its own, and one that is made of a file's existence outlives who made it.
 */
import sqlite3 from 'sqlite3';

import { writeObstacle } from '#files';
import { errnoCode, fileFault } from '#text';

/** One line that names the file and says what to do. */
export class LockFileError extends Error {
  override readonly name = 'LockFileError';
}

export interface ExclusiveFile {
  /** Lets the next one in. The file stays: deleting it would give two holders a lock each. */
  release(): Promise<void>;
}

/**
 * Undefined when somebody else holds the file, in this process or another; nothing is waited for.
 *
 * @param path made when it is not there
 * @throws LockFileError
 */
export async function holdExclusively(path: string): Promise<ExclusiveFile | undefined> {
  let database: sqlite3.Database | undefined;
  try {
    database = await open(path);
    database.configure('busyTimeout', 0);
    await begin(database);
  } catch (error) {
    if (database !== undefined) await close(database);
    const code = errnoCode(error) ?? 'unknown error';
    if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return undefined;
    throw new LockFileError(`The lock ${path} cannot be taken: ${reasonOf(path, code)}`);
  }
  const held = database;
  return { release: () => close(held) };
}

/** The driver says the same whatever is in the way. */
function reasonOf(path: string, code: string): string {
  const obstacle = writeObstacle(path);
  if (obstacle !== undefined) return fileFault(obstacle);
  return `the database driver says ${code}: the file and its directory must belong to the user that runs the program`;
}

function open(path: string): Promise<sqlite3.Database> {
  return new Promise((resolve, reject) => {
    const mode = sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE | sqlite3.OPEN_FULLMUTEX;
    const database = new sqlite3.Database(path, mode, (error) => {
      if (error === null) resolve(database);
      else reject(error);
    });
  });
}

function begin(database: sqlite3.Database): Promise<void> {
  return new Promise((resolve, reject) => {
    database.exec('BEGIN EXCLUSIVE', (error) => (error === null ? resolve() : reject(error)));
  });
}

/** Ends the transaction with the connection. */
function close(database: sqlite3.Database): Promise<void> {
  return new Promise((resolve, reject) => {
    database.close((error) => (error === null ? resolve() : reject(error)));
  });
}
