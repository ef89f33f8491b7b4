/** What the codes of the SQLite driver, and of the file system below it, mean for the store. */
import { QueryFailedError } from 'typeorm';

import { DatabaseFileError, StoreBusyError, StoreClosedError } from './errors.js';

/** Whether the error lies in what was to be written, so that the same transaction without it may succeed. */
export function isRowFault(error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined || /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(code);
}

/** Whether another process held the lock for longer than the busy timeout. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error) ?? '');
}

/** Whether the store as a whole is in trouble (full, locked, closed, overloaded), so that a later attempt may succeed. */
export function isStoreUnavailable(error: unknown): boolean {
  if (error instanceof StoreBusyError || error instanceof StoreClosedError) return true;
  return codeOf(error) !== undefined && /^(SQLITE|ENOSPC)/.test(codeOf(error) ?? '') && !isRowFault(error);
}

/** A driver's error as a `DatabaseFileError`; others stay as they are. */
export function explained(path: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined || error instanceof DatabaseFileError) return error;
  // TypeORM's own error carries all the parameters, which would go into the log with it.
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return new DatabaseFileError(`The database ${path} ${reason(code)} (${(cause as Error).message})`, {
    cause,
  });
}

function reason(code: string): string {
  switch (code) {
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
      return 'is damaged or not a database: restore a backup, or move the file away and migrate again';
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return 'is held by another process';
    case 'SQLITE_CONSTRAINT':
      return 'refused a row';
    case 'SQLITE_FULL':
    case 'ENOSPC':
      return 'cannot grow: the disk is full';
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_READONLY':
    case 'SQLITE_PERM':
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
      return 'cannot be opened for writing: the file and its directory must belong to the user that runs the program';
    default:
      return 'cannot be used';
  }
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof DatabaseFileError ? codeOf(error.cause) : undefined;
}
