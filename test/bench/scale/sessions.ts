/** What a session costs, in processor time: with each engine, and with one receiver and two on PostgreSQL, in turn. */
import { randomBytes } from 'node:crypto';

import { createToken } from '#checks';

import { processorMs } from '../processor-time.js';
import { median } from '../statistics.js';
import { ratio, type Row } from '../table.js';
import { generate } from '../throughput.js';
import { DOMAIN, type RunningApp, start, stop } from './apps.js';
import type { BenchDatabase } from './databases.js';

const ROUNDS = 4;
const SECONDS_PER_ROUND = 4;
const CONCURRENCY = 100;
/** At each of two receivers, or at one: so few that neither has to wait for the core that they share. */
const CONCURRENCY_OF_EACH = 12;
const CHECKS = 200;

/** For one session, in milliseconds. */
interface Cost {
  readonly receivers: number;
  /** Of the server of the database. */
  readonly database: number;
  readonly failed: number;
}

export async function sessionRows(
  sqlite: BenchDatabase,
  postgres: BenchDatabase,
  certsDir: string,
): Promise<Row[]> {
  const onSqlite = await start('smtp', sqlite, certsDir, 0);
  const onPostgres = [await start('smtp', postgres, certsDir, 0), await start('smtp', postgres, certsDir, 0)];
  const recipients = await Promise.all([sqlite, postgres].map(addressesIn));
  const round = (
    database: BenchDatabase,
    receivers: readonly RunningApp[],
    concurrency = CONCURRENCY_OF_EACH,
  ): Promise<Cost> =>
    measure(database, receivers, recipients[database === sqlite ? 0 : 1] ?? [], concurrency);
  const rounds: Record<keyof Rounds, Cost[]> = { sqlite: [], postgres: [], one: [], two: [] };
  try {
    for (let count = 0; count <= ROUNDS; count += 1) {
      const costs = {
        sqlite: await round(sqlite, [onSqlite], CONCURRENCY),
        postgres: await round(postgres, onPostgres.slice(0, 1), CONCURRENCY),
        one: await round(postgres, onPostgres.slice(0, 1)),
        two: await round(postgres, onPostgres),
      };
      // What the first sessions compile is no part of the figures.
      if (count === 0) continue;
      rounds.sqlite.push(costs.sqlite);
      rounds.postgres.push(costs.postgres);
      rounds.one.push(costs.one);
      rounds.two.push(costs.two);
    }
  } finally {
    await stop(onSqlite, ...onPostgres);
  }
  return rowsOf(rounds);
}

async function addressesIn({ store }: BenchDatabase): Promise<string[]> {
  const tokens = Array.from({ length: CHECKS }, () => createToken(randomBytes));
  const times = { createdAt: Date.now(), expiresAt: Date.now() + 3_600_000 };
  await Promise.all(tokens.map((token) => store.checks.insert({ token, ...times }, Infinity)));
  return tokens.map((token) => `test@${token}.do.${DOMAIN}`);
}

/** @param concurrency sessions at a time at each of the receivers */
async function measure(
  database: BenchDatabase,
  receivers: readonly RunningApp[],
  recipients: readonly string[],
  concurrency: number,
): Promise<Cost> {
  const used = async (): Promise<[number, number]> => {
    const each = await Promise.all(receivers.map(({ pid }) => processorMs(pid)));
    return [each.reduce((sum, ms) => sum + ms, 0), await database.serverMs()];
  };
  const before = await used();
  const load = { host: '127.0.0.1', recipients, concurrency };
  const results = await Promise.all(
    receivers.map(({ port }) => generate({ ...load, port, seconds: SECONDS_PER_ROUND })),
  );
  const after = await used();
  const sessions = results.reduce((sum, result) => sum + result.sessions, 0);
  return {
    receivers: (after[0] - before[0]) / sessions,
    database: (after[1] - before[1]) / sessions,
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
  };
}

type Rounds = Readonly<Record<'sqlite' | 'postgres' | 'one' | 'two', readonly Cost[]>>;

function rowsOf({ sqlite, postgres, one, two }: Rounds): Row[] {
  const all = ({ receivers, database }: Cost): number => receivers + database;
  const pairs = (of: (index: number) => number): string => ratio(one.map((_, index) => of(index)));
  const ms = (costs: readonly Cost[], of: (cost: Cost) => number): string =>
    `${median(costs.map(of)).toFixed(2)} ms`;
  const failed = [...sqlite, ...postgres, ...one, ...two].reduce((sum, cost) => sum + cost.failed, 0);
  const factor = (of: (cost: Cost) => number): string =>
    pairs((index) => (2 * of(one[index] as Cost)) / of(two[index] as Cost));
  const receiver = ({ receivers }: Cost): number => receivers;
  return [
    [
      'processor time a session, SQLite',
      ms(sqlite, receiver),
      `median of ${ROUNDS} rounds; ${failed} sessions failed`,
    ],
    ['  PostgreSQL: the receiver', ms(postgres, receiver), `${CONCURRENCY} sessions at a time`],
    ['    and the server of the database', ms(postgres, ({ database }) => database)],
    [
      '  the receiver, to that on SQLite',
      pairs((index) => receiver(postgres[index] as Cost) / receiver(sqlite[index] as Cost)),
    ],
    [
      '  with the server of the database',
      pairs((index) => all(postgres[index] as Cost) / all(sqlite[index] as Cost)),
    ],
    ['one receiver that is not busy', ms(one, receiver), `${CONCURRENCY_OF_EACH} sessions at a time`],
    ['two on one database: each', ms(two, receiver), 'for one session'],
    ['  they do of what one does', factor(receiver), 'by processor time; 200 % would be free'],
    ['  with the server of the database', factor(all)],
  ];
}
