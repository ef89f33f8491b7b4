import { promisify } from 'node:util';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { PreparingDatabase } from './preparing-database.js';

let database: PreparingDatabase;
let all: (sql: string, parameters?: readonly unknown[]) => Promise<unknown>;
let close: () => Promise<void>;

beforeEach(async () => {
  database = new PreparingDatabase(':memory:');
  all = (sql, parameters = []) =>
    new Promise((resolve, reject) => {
      database.all(sql, parameters, (error: Error | null, rows: unknown) =>
        error === null ? resolve(rows) : reject(error),
      );
    });
  close = promisify((done: (error: Error | null) => void) => database.close(done));
  await all('CREATE TABLE t (n integer UNIQUE)');
});

afterEach(async () => {
  // Some tests have closed it.
  await close().catch(() => undefined);
});

const insert = (value: number): Promise<unknown> => all('INSERT INTO t VALUES (?)', [value]);

it('answers every call of a statement with its own rows, also when they come at once', async () => {
  const calls = Array.from({ length: 50 }, (_, n) => all('SELECT ? AS n', [n]));
  expect(await Promise.all(calls)).toEqual(calls.map((_, n) => [{ n }]));
});

it('answers every call of a statement that cannot be compiled with the error, and of one that comes later', async () => {
  const calls = await Promise.allSettled([1, 2, 3].map(() => all('SELECT * FROM later')));
  expect(calls.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  await all('CREATE TABLE later (n integer)');
  expect(await all('SELECT * FROM later')).toEqual([]);
});

it('uses a statement again after it has failed', async () => {
  await insert(1);
  await expect(insert(1)).rejects.toThrow('UNIQUE');
  await insert(2);
  expect(await all('SELECT n FROM t ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }]);
});

it('uses a statement again after a column was added', async () => {
  await insert(1);
  expect(await all('SELECT * FROM t')).toEqual([{ n: 1 }]);
  await all('ALTER TABLE t ADD COLUMN more integer');
  expect(await all('SELECT * FROM t')).toEqual([{ n: 1, more: null }]);
});

it('keeps no statement half read: what it read last can be dropped', async () => {
  await insert(1);
  await all('SELECT * FROM t');
  await all('DROP TABLE t');
});

it('forgets statements that were not used for long, and closes with those that it knows', async () => {
  for (let n = 0; n < 150; n += 1) expect(await all(`SELECT ${n} AS n`)).toEqual([{ n }]);
  expect(await all('SELECT 0 AS n')).toEqual([{ n: 0 }]);
  await close();
});

it('closes while statements are compiled and run', async () => {
  const calls = [1, 2, 3].map((n) => all(`SELECT ${n} AS n`));
  await close();
  expect(await Promise.all(calls)).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
});
