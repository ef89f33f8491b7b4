/**
 * What a session costs, in processor time: with each engine, and with two receivers on one PostgreSQL and on one each, in turn.
 * The latter run on the same core with the same load, so the databases are all that differs between them: what a receiver costs
 * that has the core to itself says more about caches.
 */
import { randomBytes } from 'node:crypto';

import { createToken } from '#checks';

import { processorMs } from '../processor-time.js';
import { median } from '../statistics.js';
import { ratio, type Row } from '../table.js';
import { generate } from '../throughput.js';
import { DOMAIN, mostMebibytes, type RunningApp, start, stop } from './apps.js';
import { type BenchDatabase, postgres as startPostgres } from './databases.js';

const ROUNDS = 6;
const SECONDS_PER_ROUND = 3;
const CONCURRENCY = 100;
/** At each of two receivers, or at one: so few that neither has to wait for the core that they share. */
const CONCURRENCY_OF_EACH = 12;
const CHECKS = 200;

interface Receiver {
  readonly app: RunningApp;
  readonly database: BenchDatabase;
  readonly recipients: readonly string[];
}

/** For one session, in milliseconds. */
interface Cost {
  readonly receivers: number;
  /** Of the servers of the databases. */
  readonly database: number;
  readonly failed: number;
}

type Kind = 'sqlite' | 'postgres' | 'alone' | 'shared' | 'apart';
type Round = Readonly<Record<Kind, Cost>>;

export async function sessionRows(
  sqlite: BenchDatabase,
  postgres: BenchDatabase,
  certsDir: string,
): Promise<Row[]> {
  const own = await startPostgres();
  const receivers: Receiver[] = [];
  const rounds: Round[] = [];
  let memory: string[] = [];
  try {
    for (const database of [sqlite, postgres, postgres, own]) {
      const app = await start('smtp', database, certsDir, 0);
      receivers.push({ app, database, recipients: await addressesIn(database) });
    }
    const [onSqlite, first, second, other] = receivers as [Receiver, Receiver, Receiver, Receiver];
    for (let count = 0; count <= ROUNDS; count += 1) {
      rounds.push({
        sqlite: await measure([onSqlite], CONCURRENCY),
        postgres: await measure([first], CONCURRENCY),
        alone: await measure([first], CONCURRENCY_OF_EACH),
        shared: await measure([first, second], CONCURRENCY_OF_EACH),
        apart: await measure([first, other], CONCURRENCY_OF_EACH),
      });
    }
    memory = await Promise.all(receivers.map(({ app }) => mostMebibytes(app)));
  } finally {
    await stop(...receivers.map(({ app }) => app));
    await own.close();
  }
  // What the first sessions compile is no part of the figures.
  return [
    ...rowsOf(rounds.slice(1)),
    ['memory of each receiver, the most', memory.join(' + '), 'resident; the first on SQLite'],
  ];
}

async function addressesIn({ store }: BenchDatabase): Promise<string[]> {
  const tokens = Array.from({ length: CHECKS }, () => createToken(randomBytes));
  const times = { createdAt: Date.now(), expiresAt: Date.now() + 3_600_000 };
  await Promise.all(tokens.map((token) => store.checks.insert({ token, ...times }, Infinity)));
  return tokens.map((token) => `test@${token}.do.${DOMAIN}`);
}

/** @param concurrency sessions at a time at each of the receivers */
async function measure(receivers: readonly Receiver[], concurrency: number): Promise<Cost> {
  const databases = [...new Set(receivers.map(({ database }) => database))];
  const used = async (): Promise<[number, number]> => [
    sum(await Promise.all(receivers.map(({ app }) => processorMs(app.pid)))),
    sum(await Promise.all(databases.map((database) => database.serverMs()))),
  ];
  const before = await used();
  const results = await Promise.all(
    receivers.map(({ app: { port }, recipients }) =>
      generate({ host: '127.0.0.1', port, recipients, concurrency, seconds: SECONDS_PER_ROUND }),
    ),
  );
  const after = await used();
  const sessions = sum(results.map((result) => result.sessions));
  return {
    receivers: (after[0] - before[0]) / sessions,
    database: (after[1] - before[1]) / sessions,
    failed: sum(results.map(({ failed }) => failed)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function rowsOf(rounds: readonly Round[]): Row[] {
  const receiver = ({ receivers }: Cost): number => receivers;
  const all = ({ receivers, database }: Cost): number => receivers + database;
  const ms = (kind: Kind, of: (cost: Cost) => number): string =>
    `${median(rounds.map((round) => of(round[kind]))).toFixed(2)} ms`;
  const compared = (one: Kind, other: Kind, of: (cost: Cost) => number, times = 1): string =>
    ratio(rounds.map((round) => (times * of(round[one])) / of(round[other])));
  const failed = sum(rounds.flatMap((round) => Object.values(round).map((cost) => cost.failed)));
  return [
    [
      'processor time a session, SQLite',
      ms('sqlite', receiver),
      `median of ${ROUNDS} rounds; ${failed} sessions failed`,
    ],
    ['  PostgreSQL: the receiver', ms('postgres', receiver), `${CONCURRENCY} sessions at a time`],
    ['    and the server of the database', ms('postgres', ({ database }) => database)],
    ['  the receiver, to that on SQLite', compared('postgres', 'sqlite', receiver)],
    ['  with the server of the database', compared('postgres', 'sqlite', all)],
    ['two with a database each', ms('apart', receiver), `${CONCURRENCY_OF_EACH} sessions at a time at each`],
    ['two on one database', ms('shared', receiver), 'for one session'],
    [
      '  they do of what one does',
      compared('apart', 'shared', receiver, 2),
      'by processor time; 200 %: sharing costs nothing',
    ],
    ['  with the server of the database', compared('apart', 'shared', all, 2)],
    ['one that has the core to itself', ms('alone', receiver), 'as many sessions as at each'],
    ['  two on one core do of what it does', compared('alone', 'shared', receiver, 2)],
    ['  with the server of the database', compared('alone', 'shared', all, 2)],
  ];
}
