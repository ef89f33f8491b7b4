/**
 * Databases as each migration left them for the next, in test/support/postgres-stores: what `schema-16.sql` of SQLite holds, moved to
 * PostgreSQL, with a row in every other table, dumped by `pg_dump --inserts` after each migration from the last on was undone.
 */
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';

import { migrateStore, openStore, schemaDifference, SchemaNotReadyError } from '#store';

import { executePostgres, queryPostgres } from '../support/postgres-server.js';
import { sampleObservation } from '../support/sample-observation.js';
import { dumpsIn, expectChecksKept, RETRIED, schemasOf } from '../support/upgraded-store.js';

const DUMPS = await dumpsIn('postgres-stores');
const NAME = `upgraded_${process.pid}`;

let server: string;
let url: string;

beforeEach(async () => {
  server = inject('postgres') ?? '';
  await executePostgres(server, `CREATE DATABASE ${NAME} STRATEGY FILE_COPY`);
  const own = new URL(server);
  own.pathname = `/${NAME}`;
  url = own.href;
});
afterEach(() => executePostgres(server, `DROP DATABASE ${NAME} WITH (FORCE)`));

const database = () => ({ engine: 'postgres', url }) as const;
const options = () => ({ database: database(), maxObservationsPerCheck: 500, schemaTimeoutMs: 0 });

/** The rows of each table. */
async function rowsOf(): Promise<ReadonlyMap<string, readonly object[]>> {
  const tables = (await queryPostgres(
    url,
    `SELECT tablename AS "name" FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations' ORDER BY 1`,
  )) as { name: string }[];
  const rows = new Map<string, readonly object[]>();
  for (const { name } of tables)
    rows.set(name, (await queryPostgres(url, `SELECT * FROM "${name}" ORDER BY 1, 2`)) as object[]);
  return rows;
}

describe('an upgrade on PostgreSQL', () => {
  it('is tested from every schema that there was', async () => {
    const present = (await migrateStore(database())).length;
    expect(schemasOf(DUMPS)).toEqual(Array.from({ length: present - 1 }, (_, index) => index + 1));
  });

  it.each(DUMPS)('from $name keeps every row, and what it means', async ({ sql }) => {
    await executePostgres(url, sql);
    const before = await rowsOf();
    expect([...before].filter(([, rows]) => rows.length === 0)).toEqual([]);
    await expect(openStore(options())).rejects.toThrow(SchemaNotReadyError);
    expect(await migrateStore(database())).not.toEqual([]);
    expect(await schemaDifference(database())).toEqual([]);
    const after = await rowsOf();
    // New columns are beside the others, and new tables are empty.
    for (const [table, rows] of before) expect(after.get(table)).toMatchObject(rows);

    const store = await openStore(options());
    await expectChecksKept(store);
    const revision = (await store.checks.find(RETRIED, 0))?.revision ?? Infinity;
    expect(await store.observations.append(sampleObservation(RETRIED))).toBe('stored');
    expect((await store.checks.find(RETRIED, 0))?.revision).toBe(revision + 1);
    expect(await store.operatorMail.totals()).toMatchObject({ messages: 1 });
    await store.close();
  });
});
