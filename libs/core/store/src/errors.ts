/** What can be wrong with the store as a whole. Each message names the database and says what to do. */
import { errnoCode } from '#text';

/** The schema is older than this program, or there is none yet. */
export class SchemaNotReadyError extends Error {
  override readonly name = 'SchemaNotReadyError';

  /** @param missingFolder where the file would be, when there is no such folder: the path may be mistyped */
  constructor(path: string, missingFolder?: string) {
    const problem =
      missingFolder === undefined
        ? `The database ${path} has not been prepared for this version of the program`
        : `The folder ${missingFolder}, where DATABASE_URL has the database, does not exist. If it is the right one`;
    super(`${problem}: run \`npm run migrate\` (or \`havedane migrate\`), then start again.`);
  }
}

/** A newer version of the program has migrated the database; this one would damage it. */
export class SchemaTooNewError extends Error {
  override readonly name = 'SchemaTooNewError';

  constructor(path: string, unknownMigrations: readonly string[]) {
    super(
      `The database ${path} belongs to a newer version of the program (unknown migrations: ${unknownMigrations.join(', ')}): start that version, or restore a backup from before the update.`,
    );
  }
}

/** The driver's error as a sentence that names the database, without the values that were to be written. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';

  /** @param isRowFault whether it lies in what was to be written: the same transaction without it may succeed */
  constructor(
    message: string,
    readonly isRowFault: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What waits for the store waits too long, or too much does: waiting requests hold memory. */
export class StoreBusyError extends Error {
  override readonly name = 'StoreBusyError';

  constructor(message = 'Too much is waiting for the store.') {
    super(message);
  }
}

/** Something was asked of a store that is closing or closed. */
export class StoreClosedError extends Error {
  override readonly name = 'StoreClosedError';

  constructor() {
    super('The store is closed.');
  }
}

/** Whether a transaction may have failed for something that was to be written, rather than for the store as a whole. */
export function isRowFault(error: unknown): boolean {
  if (error instanceof StoreBusyError || error instanceof StoreClosedError) return false;
  return !(error instanceof DatabaseError) || error.isRowFault;
}

/** Whether the store as a whole is in trouble (full, locked, closed, overloaded), so that a later attempt may succeed. */
export function isStoreUnavailable(error: unknown): boolean {
  if (error instanceof StoreBusyError || error instanceof StoreClosedError) return true;
  if (error instanceof DatabaseError) return !error.isRowFault;
  return error instanceof Error && errnoCode(error) === 'ENOSPC';
}
