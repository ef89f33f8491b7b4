import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { DatabaseError } from '../errors.js';
import { explained, isBusy } from './sqlite-errors.js';

const PATH = '/data/store.sqlite3';
const driverError = (code: string): Error =>
  Object.assign(new Error(`${code}: as the driver says`), { code });

/** Every result code of SQLite (https://sqlite.org/rescode.html) that a person can meet, and what must be said. */
const CODES: readonly (readonly [code: string, says: RegExp, remedy: RegExp])[] = [
  ['SQLITE_FULL', /cannot grow: the disk is full/, /free some space/],
  ['ENOSPC', /cannot grow: the disk is full/, /free some space/],
  ['EDQUOT', /quota/, /free some space/],
  ['SQLITE_IOERR', /disk reports an error/, /log of the kernel/],
  ['SQLITE_IOERR_WRITE', /disk reports an error/, /log of the kernel/],
  ['EIO', /disk reports an error/, /log of the kernel/],
  ['SQLITE_READONLY', /opened for writing/, /must belong to the user/],
  ['EROFS', /read-only/, /mount/],
  ['SQLITE_CANTOPEN', /opened for writing/, /must belong to the user/],
  ['SQLITE_PERM', /opened for writing/, /must belong to the user/],
  ['EACCES', /opened for writing/, /must belong to the user/],
  ['SQLITE_AUTH', /not permitted/, /must belong to the user/],
  ['SQLITE_CORRUPT', /is damaged/, /restore a backup/],
  ['SQLITE_NOTADB', /not a database/, /restore a backup/],
  ['SQLITE_FORMAT', /not a database/, /restore a backup/],
  ['SQLITE_BUSY', /held by another process/, /end it/],
  ['SQLITE_LOCKED', /held by another process/, /end it/],
  ['SQLITE_PROTOCOL', /held by another process/, /local disk/],
  ['SQLITE_NOLFS', /too large/, /another file system/],
  ['SQLITE_TOOBIG', /too large/, /larger than SQLite allows/],
  ['SQLITE_NOMEM', /memory/, /memory/],
  ['SQLITE_SCHEMA', /changed/, /start again/],
  ['SQLITE_MISUSE', /cannot be used/, /report it/],
];

describe('explained', () => {
  it.each(CODES)('says of %s what it is and what to do', (code, says, remedy) => {
    const error = explained(PATH, driverError(code), undefined, () => undefined) as Error;
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error.message).toContain(PATH);
    expect(error.message).toMatch(says);
    expect(error.message).toMatch(remedy);
    expect(error.message).not.toContain('\n');
  });

  it.each(['EACCES', 'EROFS', 'ENOTDIR', 'EMFILE', 'EDQUOT', 'EIO'])('asks the system why: %s', (code) => {
    const obstacle = () => Object.assign(new Error(code), { code, path: '/data' });
    const error = explained(PATH, driverError('SQLITE_CANTOPEN'), undefined, obstacle) as Error;
    expect(error.message).toContain(`${PATH} cannot be opened for writing: /data: `);
    expect(error.message).toMatch(new RegExp(`[a-z] \\(${code}\\)`));
  });

  it('leaves what is no error of a driver', () => {
    const error = new Error('other');
    expect(explained(PATH, error)).toBe(error);
  });

  it('takes an input or output error on a disk with room for what it is', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'havedane-disk-'));
    const message = (explained(join(dir, 'store.sqlite3'), driverError('SQLITE_IOERR')) as Error).message;
    await rm(dir, { recursive: true });
    expect(message).toMatch(/reports an error/);
  });

  it('takes an input or output error on a full disk for a full disk', () => {
    const error = explained(PATH, driverError('SQLITE_IOERR'), () => 0) as Error;
    expect(error.message).toMatch(/cannot grow: the disk is full: free some space/);
  });
});

describe('isBusy', () => {
  it('sees through the explanation', () => {
    expect(isBusy(explained(PATH, driverError('SQLITE_BUSY')))).toBe(true);
    expect(isBusy(explained(PATH, driverError('SQLITE_FULL')))).toBe(false);
  });
});
