/**
 * Moves what a SQLite store holds into an empty PostgreSQL database. A table `unfinished_move` is there until all of it has been
 * written and compared: apps do not open such a database, and a move that was killed goes on behind the last row written.
 */
import type { DataSource } from 'typeorm';

import type { Config } from '#config';

import { inTransaction } from '../engine/transaction.js';
import { DatabaseError, SchemaNotReadyError } from '../errors.js';
import {
  connectPostgres,
  holdMoveLock,
  isOpenInApp,
  migratePostgres,
  unfinishedMove,
} from '../postgres/postgres-database.js';
import { explained as explainedPostgres, nameOf } from '../postgres/postgres-errors.js';
import { isSchemaCurrent } from '../schema.js';
import { connect, fileExists } from '../sqlite/data-source.js';
import { explained as explainedSqlite, isBusy } from '../sqlite/sqlite-errors.js';
import {
  type Digest,
  digest,
  digestPostgres,
  lastKey,
  type MovedTable,
  movedTables,
  readSqlite,
  writePostgres,
} from './moved-table.js';

type SqliteDatabase = Extract<Config['database'], { engine: 'sqlite' }>;
type PostgresDatabase = Extract<Config['database'], { engine: 'postgres' }>;

const IN_USE = 'is in use: stop the API, the receiver and the observer first';

/** What a table has in both databases. */
export interface TableCount {
  readonly table: string;
  readonly rows: number;
}

/**
 * The file stays as it is, and nobody else can use it meanwhile. Running it again, also after it was killed, is harmless.
 *
 * @throws DatabaseError, SchemaNotReadyError, SchemaTooNewError
 */
export async function moveStore(from: SqliteDatabase, to: PostgresDatabase): Promise<readonly TableCount[]> {
  const source = await openSource(from.path);
  try {
    await migratePostgres(to.url);
    // The last key of millions is searched for as SQLite sorts, without an index.
    const target = await connectPostgres(to.url, 2, {
      applicationName: 'havedane migrate',
      statementTimeoutMs: 0,
    });
    try {
      const release = await holdMoveLock(target);
      try {
        return await new Move(source, target, from.path, to.url).run();
      } finally {
        await release();
      }
    } catch (error) {
      throw explainedPostgres(to.url, error);
    } finally {
      await target.destroy();
    }
  } finally {
    await source.destroy();
  }
}

/** Nobody else has the file open: what they write would stay behind. */
async function openSource(path: string): Promise<DataSource> {
  if (!(await fileExists(path))) throw new DatabaseError(`There is no database ${path}`, false);
  const source = await connect(path, 'sole').catch((error: unknown) => {
    throw isBusy(error) ? new DatabaseError(`The database ${path} ${IN_USE}`, false) : error;
  });
  try {
    if (await isSchemaCurrent(source, path)) return source;
    throw new SchemaNotReadyError(path);
  } catch (error) {
    await source.destroy();
    throw explainedSqlite(path, error);
  }
}

class Move {
  private readonly tables: readonly MovedTable[];

  constructor(
    private readonly source: DataSource,
    private readonly target: DataSource,
    private readonly path: string,
    private readonly url: string,
  ) {
    this.tables = movedTables(target);
  }

  async run(): Promise<readonly TableCount[]> {
    const begun = await unfinishedMove(this.target);
    if (begun === undefined && (await this.holdsRows())) return this.expectSame(await this.compare());
    if (begun === undefined) await this.begin();
    else if (begun !== this.path)
      throw this.refused(`holds the beginning of a move from ${begun}: finish that`);
    // No app opens it from here on; one that had it open before would write what the file does not have.
    if (await isOpenInApp(this.target)) {
      if (begun === undefined) await this.target.query('DROP TABLE "unfinished_move"');
      throw this.refused(IN_USE);
    }
    await this.copy();
    let compared = await this.compare();
    // The file may have been in use again since a move was killed: then what was written by it is no longer true.
    if (begun !== undefined && typeof compared === 'string') {
      await this.empty();
      await this.copy();
      compared = await this.compare();
    }
    const counts = this.expectSame(compared);
    await this.finish();
    return counts;
  }

  private async holdsRows(): Promise<boolean> {
    const some = this.tables.map(({ name }) => `EXISTS (SELECT 1 FROM "${name}")`).join(' OR ');
    const rows: { some: boolean }[] = await this.target.query(`SELECT ${some} AS "some"`);
    return rows[0]?.some === true;
  }

  private async begin(): Promise<void> {
    await inTransaction(this.target, 'BEGIN', async (manager) => {
      await manager.query('CREATE TABLE "unfinished_move" ("source" text NOT NULL)');
      await manager.query('INSERT INTO "unfinished_move" VALUES ($1)', [this.path]);
    });
  }

  /** Goes on behind the last row of each table. */
  private async copy(): Promise<void> {
    for (const table of this.tables) {
      for await (const page of this.read(table, await lastKey(this.target, table))) {
        await writePostgres(this.target, table, page);
      }
    }
  }

  private async empty(): Promise<void> {
    const names = this.tables.map(({ name }) => `"${name}"`).join(', ');
    await this.target.query(`TRUNCATE ${names}; UPDATE "counts" SET "stored" = 0`);
  }

  private expectSame(compared: readonly TableCount[] | string): readonly TableCount[] {
    if (typeof compared !== 'string') return compared;
    throw this.refused(`holds other rows in "${compared}" than ${this.path}: move into an empty database`);
  }

  /** What both have of each table, or the name of the first one that differs. */
  private async compare(): Promise<readonly TableCount[] | string> {
    const counts: TableCount[] = [];
    for (const table of this.tables) {
      const here: Digest = await digest(table, this.read(table));
      const there: Digest = await digestPostgres(this.target, table);
      if (here.rows !== there.rows || here.sum !== there.sum) return table.name;
      counts.push({ table: table.name, rows: here.rows });
    }
    return counts;
  }

  /** Ids go on where those of the file end: none is used again, and no revision falls. */
  private async finish(): Promise<void> {
    await inTransaction(this.target, 'BEGIN', async (manager) => {
      for (const { name, numbered } of this.tables) {
        if (numbered === undefined) continue;
        const last = await this.lastId(name);
        if (last === 0) continue;
        await manager.query('SELECT setval(pg_get_serial_sequence($1, $2), $3)', [name, numbered, last]);
        if (name !== 'observations') continue;
        await manager.query(`UPDATE "counts" SET "stored" = $1 WHERE "subject" = 'newest observation'`, [
          last,
        ]);
      }
      await manager.query('DROP TABLE "unfinished_move"');
    });
  }

  private async lastId(table: string): Promise<number> {
    const rows: { seq: number }[] = await this.source.query(
      'SELECT "seq" FROM "sqlite_sequence" WHERE "name" = ?',
      [table],
    );
    return rows[0]?.seq ?? 0;
  }

  private async *read(...[table, after]: [MovedTable, Parameters<typeof readSqlite>[2]?]) {
    try {
      yield* readSqlite(this.source, table, after);
    } catch (error) {
      throw explainedSqlite(this.path, error);
    }
  }

  private refused(says: string): DatabaseError {
    return new DatabaseError(`The database ${nameOf(this.url)} ${says}`, false);
  }
}
