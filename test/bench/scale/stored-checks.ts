/** How long creating a check and reading one takes, by how many are stored: it must not grow with them. */
import { createToken } from '#checks';
import { randomBytes } from 'node:crypto';

import { sampleObservation } from '../../support/sample-observation.js';
import { milliseconds, type Row } from '../table.js';
import type { BenchDatabase } from './databases.js';

const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const SAMPLES = 300;
const WEEK_MS = 604_800_000;

/** As the token of a check that was filled in. */
const tokenOf = (number: number): string => String(number).padStart(12, '0');

export async function storedChecksRows(database: BenchDatabase): Promise<Row[]> {
  const rows: Row[] = [];
  let filled = 0;
  // Those of other measurements are not among the sizes.
  await database.execute('DELETE FROM "checks"');
  // What the first statements compile and open is no part of the figures.
  await create(database, Infinity);
  for (const size of SIZES) {
    await fill(database, filled, size);
    filled = size;
    const stored = `${size.toLocaleString('en')} stored`;
    rows.push(
      [`creating a check, ${database.name}`, milliseconds(await create(database, Infinity)), stored],
      ['  each takes the place of another', milliseconds(await create(database, size)), 'at the limit'],
      ['reading a check', milliseconds(await read(database, size)), 'with 2 observations'],
    );
  }
  return rows;
}

async function fill(database: BenchDatabase, from: number, to: number): Promise<void> {
  const now = Date.now();
  const columns = `INSERT INTO "checks" ("token", "created_at", "expires_at", "received_mail")`;
  const values = `${now - WEEK_MS} + i, ${now + WEEK_MS}, i % 3 = 0`;
  await database.execute(
    database.name === 'SQLite'
      ? `WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${to - 1})
         ${columns} SELECT printf('%012d', i), ${values} FROM n`
      : `${columns} SELECT lpad(i::text, 12, '0'), ${values} FROM generate_series(${from}, ${to - 1}) i; ANALYZE`,
  );
}

async function create({ store }: BenchDatabase, maxChecks: number): Promise<number[]> {
  return timed(() => {
    const check = { token: createToken(randomBytes), createdAt: Date.now(), expiresAt: Date.now() + WEEK_MS };
    return store.checks.insert(check, maxChecks);
  });
}

async function read({ store }: BenchDatabase, size: number): Promise<number[]> {
  const tokens = Array.from({ length: SAMPLES }, (_, index) =>
    // Of those with mail, which are not evicted.
    tokenOf(Math.floor(((index + 0.5) * size) / SAMPLES / 3) * 3),
  );
  await Promise.all(
    [...tokens, ...tokens].map((token) => store.observations.append(sampleObservation(token))),
  );
  let next = 0;
  return timed(async () => {
    const found = await store.checks.find(tokens[next++] ?? '', Date.now());
    if (found === null) throw new Error('a check that was stored is not found');
  });
}

async function timed(work: () => Promise<void>): Promise<number[]> {
  const samples: number[] = [];
  while (samples.length < SAMPLES) {
    const started = performance.now();
    await work();
    samples.push(performance.now() - started);
  }
  return samples;
}
