/** What can be wrong with the store as a whole. Each message names the file and says what to do. */

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

/** The driver's error as a sentence that names the file, without the values that were to be written. */
export class DatabaseFileError extends Error {
  override readonly name = 'DatabaseFileError';
}

/** The queue for the store is full: waiting requests hold memory, and one more would wait too long anyway. */
export class StoreBusyError extends Error {
  override readonly name = 'StoreBusyError';

  constructor() {
    super('Too much is waiting for the store.');
  }
}

/** Something was asked of a store that is closing or closed. */
export class StoreClosedError extends Error {
  override readonly name = 'StoreClosedError';

  constructor() {
    super('The store is closed.');
  }
}
