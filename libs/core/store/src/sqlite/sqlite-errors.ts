/** What the codes of the SQLite driver, and of the file system below it, mean for the store. */
import { dirname } from 'node:path';

import { QueryFailedError } from 'typeorm';

import { type FreeSpace, freeSpaceNow, FULL_BELOW, writeObstacle } from '#files';
import { errnoCode, fileFault } from '#text';

import { DatabaseError } from '../errors.js';

/** Whether another process held the lock for longer than the busy timeout. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error) ?? '');
}

/**
 * A driver's error as a `DatabaseError`; others stay as they are.
 *
 * @param freeSpace asked where the driver says no more than that reading or writing failed
 * @param obstacle asked where the driver says no more than that the file cannot be opened or written
 */
export function explained(
  path: string,
  error: unknown,
  freeSpace: FreeSpace = freeSpaceNow,
  obstacle: typeof writeObstacle = writeObstacle,
): unknown {
  const code = codeOf(error);
  if (code === undefined || error instanceof DatabaseError) return error;
  // TypeORM's own error carries all the parameters, which would go into the log with it.
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const known = isVague(code) && (freeSpace(dirname(path)) ?? Infinity) < FULL_BELOW ? 'SQLITE_FULL' : code;
  // What TypeORM does with the folder fails with the words of Node, which say no more.
  const said = code.startsWith('SQLITE_') && cause instanceof Error ? ` (${cause.message})` : '';
  const found = isUnopened(known) ? obstacle(path) : undefined;
  const why = found === undefined ? reason(known) : `cannot be opened for writing: ${faultAt(path, found)}`;
  return new DatabaseError(`The database ${path} ${why}${said}`, isRowCode(code), { cause });
}

function isRowCode(code: string): boolean {
  return /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(code);
}

/** Of a file in WAL mode, the memory that processes share must be written first: on a full disk that is a bare IOERR. */
function isVague(code: string): boolean {
  return /^SQLITE_(IOERR|CANTOPEN)/.test(code);
}

/** The driver says the same of a missing folder, of one of another user, and when too many files are open. */
function isUnopened(code: string): boolean {
  return /^(SQLITE_(CANTOPEN|READONLY|PERM)|EACCES|EPERM|ENOTDIR|EEXIST)/.test(code);
}

function faultAt(path: string, found: NodeJS.ErrnoException): string {
  return found.path === path || found.path === undefined
    ? fileFault(found)
    : `${found.path}: ${fileFault(found)}`;
}

const DAMAGED = 'is damaged or not a database: restore a backup, or move the file away and migrate again';
const HELD =
  'is held by another process: wait for it, or end it (`fuser` names it); only a local disk can be shared by several';
const NOT_WRITABLE = 'the file and its directory must belong to the user that runs the program';
const REASONS: Readonly<Record<string, string>> = {
  SQLITE_NOTADB: DAMAGED,
  SQLITE_CORRUPT: DAMAGED,
  SQLITE_FORMAT: DAMAGED,
  SQLITE_BUSY: HELD,
  SQLITE_LOCKED: HELD,
  SQLITE_PROTOCOL: HELD,
  SQLITE_CONSTRAINT: 'refused a row',
  SQLITE_FULL: 'cannot grow: the disk is full: free some space',
  ENOSPC: 'cannot grow: the disk is full: free some space',
  EDQUOT: 'cannot grow: this user has used up the disk quota: free some space, or raise the quota',
  SQLITE_IOERR: 'cannot be read or written: the disk reports an error: look at the log of the kernel',
  EIO: 'cannot be read or written: the disk reports an error: look at the log of the kernel',
  EROFS: 'cannot be opened for writing: its file system is mounted read-only: mount it for writing',
  SQLITE_READONLY: `cannot be opened for writing or be written: ${NOT_WRITABLE}, and its disk must not be read-only`,
  SQLITE_AUTH: `is not permitted to be used so: ${NOT_WRITABLE}`,
  SQLITE_NOLFS: 'has become too large for its disk: move it to another file system',
  SQLITE_TOOBIG: 'was given a row that is too large: larger than SQLite allows',
  SQLITE_NOMEM: 'cannot be used: there is not enough memory: give the program more memory',
  SQLITE_SCHEMA: 'was changed by another process while it was used: start again',
  ...Object.fromEntries(
    ['SQLITE_CANTOPEN', 'SQLITE_PERM', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST'].map((code) => [
      code,
      `cannot be opened for writing: ${NOT_WRITABLE}`,
    ]),
  ),
};

function reason(code: string): string {
  // An extended code, such as SQLITE_IOERR_WRITE, begins with its primary one.
  const [primary = code] = /^SQLITE_[A-Z]+/.exec(code) ?? [];
  return REASONS[primary] ?? 'cannot be used: if it happens again, report it';
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = errnoCode(error);
  if (code !== undefined) return code;
  return error instanceof DatabaseError ? codeOf(error.cause) : undefined;
}
