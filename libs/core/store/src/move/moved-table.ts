/** A table as a move sees it: rows by their database columns, in the order of the primary key, which is that of bytes. */
import { createHash } from 'node:crypto';

import type { DataSource, EntityManager, EntityMetadata } from 'typeorm';

import { CountEntity } from '../checks/count.entity.js';
import { inTransaction } from '../engine/transaction.js';
import { ENTITIES } from '../entities.js';
import { clean } from '../postgres/cleaning-client.js';

type Value = string | number | boolean | null | Buffer;
type Row = Readonly<Record<string, Value>>;

/** The number of rows, and a sum over them that depends on every value and on no order. */
export interface Digest {
  readonly rows: number;
  readonly sum: bigint;
}

export interface MovedTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
  /** The column that the database numbers. */
  readonly numbered: string | undefined;
  /** Of rows that are read and written together. */
  readonly page: number;
}

/** As many as make a statement with fewer parameters than PostgreSQL allows (65,535), and few where one may be megabytes. */
const PAGE = 1_000;
const PAGE_WITH_CONTENT = 5;

/** In the order in which foreign keys allow them. The counts are left out: triggers make them. */
export function movedTables(dataSource: DataSource): readonly MovedTable[] {
  return ENTITIES.filter((entity) => entity !== CountEntity).map((entity) =>
    tableOf(dataSource.getMetadata(entity)),
  );
}

function tableOf({ tableName, columns, primaryColumns, generatedColumns }: EntityMetadata): MovedTable {
  const hasContent = columns.some(({ type }) => type === 'blob' || type === 'bytea');
  return {
    name: tableName,
    columns: columns.map(({ databaseName }) => databaseName),
    key: primaryColumns.map(({ databaseName }) => databaseName),
    numbered: generatedColumns[0]?.databaseName,
    page: hasContent ? PAGE_WITH_CONTENT : PAGE,
  };
}

/** The rows of a SQLite file behind a key; from the first one on without it. */
export async function* readSqlite(
  source: DataSource,
  table: MovedTable,
  after?: readonly Value[],
): AsyncGenerator<Row[]> {
  const key = quoted(table.key);
  for (;;) {
    const where = after === undefined ? '' : `WHERE (${key}) > (${after.map(() => '?').join(', ')})`;
    const rows: Row[] = await source.query(
      `SELECT ${quoted(table.columns)} FROM "${table.name}" ${where} ORDER BY ${key} LIMIT ${table.page}`,
      [...(after ?? [])],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = keyOf(table, last);
  }
}

/** All rows of a table in PostgreSQL, as they are at one moment. */
export async function digestPostgres(target: DataSource, table: MovedTable): Promise<Digest> {
  return inTransaction(target, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', async (manager) => {
    await manager.query(
      `DECLARE "moved" NO SCROLL CURSOR FOR SELECT ${quoted(table.columns)} FROM "${table.name}"`,
    );
    return digest(table, readCursor(manager, table));
  });
}

async function* readCursor(manager: EntityManager, { page }: MovedTable): AsyncGenerator<Row[]> {
  for (;;) {
    const rows: Row[] = await manager.query(`FETCH ${page} FROM "moved"`);
    if (rows.length === 0) return;
    yield rows;
  }
}

/** The key of the last row that was written; undefined when there is none. */
export async function lastKey(target: DataSource, table: MovedTable): Promise<readonly Value[] | undefined> {
  const key = table.numbered === undefined ? table.key.map((column) => `"${column}" COLLATE "C"`) : table.key;
  const rows: Row[] = await target.query(
    `SELECT ${quoted(table.key)} FROM "${table.name}" ORDER BY ${key.map((column) => `${column} DESC`).join(', ')} LIMIT 1`,
  );
  return rows[0] && keyOf(table, rows[0]);
}

/** Writes a page of rows in one transaction. */
export async function writePostgres(
  target: DataSource,
  { name, columns }: MovedTable,
  rows: readonly Row[],
): Promise<void> {
  let place = 0;
  const tuples = rows.map(() => `(${columns.map(() => `$${(place += 1)}`).join(', ')})`);
  await target.query(
    `INSERT INTO "${name}" (${quoted(columns)}) VALUES ${tuples.join(', ')}`,
    rows.flatMap((row) => columns.map((column) => row[column])),
  );
}

export async function digest(table: MovedTable, pages: AsyncIterable<readonly Row[]>): Promise<Digest> {
  let rows = 0;
  let sum = 0n;
  for await (const page of pages) {
    rows += page.length;
    for (const row of page)
      sum = BigInt.asUintN(256, sum + hashOf(table.columns.map((column) => row[column])));
  }
  return { rows, sum };
}

function hashOf(values: readonly (Value | undefined)[]): bigint {
  return BigInt(`0x${sha256(JSON.stringify(values.map(normal)))}`);
}

/** A value as both engines have it. */
function normal(value: Value | undefined): string | number | null | undefined {
  if (Buffer.isBuffer(value)) return sha256(value);
  if (typeof value === 'string') return clean(value);
  return typeof value === 'boolean' ? Number(value) : value;
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function keyOf({ key }: MovedTable, row: Row): readonly Value[] {
  return key.map((column) => row[column] ?? null);
}

function quoted(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(', ');
}
