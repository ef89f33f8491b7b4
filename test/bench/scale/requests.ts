/**
 * What a request costs an API, in processor time: by itself, and beside another one on the same database or on one of its own, in turn.
 * All run on the same core, so the databases are all that differs between the latter, as with receivers (sessions.ts).
 */
import { createCheck, readCheck } from '../../lab/api-client.js';
import { sampleObservation } from '../../support/sample-observation.js';
import { processorMs } from '../processor-time.js';
import { median } from '../statistics.js';
import { ratio, type Row } from '../table.js';
import { mostMebibytes, type RunningApp, start, stop } from './apps.js';
import { type BenchDatabase, postgres } from './databases.js';

const ROUNDS = 6;
const SECONDS_PER_ROUND = 3;
/** At each API: so few that neither has to wait for the core that they share. */
const CONCURRENCY = 4;
const CHECKS = 100;
/** Of so many requests one creates a check, and the others read one as it is when its messages have come. */
const READS_FOR_EACH = 4;

interface Api {
  readonly app: RunningApp;
  /** Of checks that were mailed. */
  readonly tokens: readonly string[];
}

type Kind = 'alone' | 'shared' | 'apart';

export async function requestRows(database: BenchDatabase, certsDir: string): Promise<Row[]> {
  const other = await postgres();
  const apis: Api[] = [];
  const rounds: Readonly<Record<Kind, number>>[] = [];
  let memory: string[] = [];
  try {
    for (const each of [database, database, other]) {
      const app = await start('api', each, certsDir, 0);
      apis.push({ app, tokens: await mailedChecks(each, app) });
    }
    const [first, second, third] = apis as [Api, Api, Api];
    for (let round = 0; round <= ROUNDS; round += 1) {
      rounds.push({
        alone: await measure([first]),
        shared: await measure([first, second]),
        apart: await measure([first, third]),
      });
    }
    memory = await Promise.all(apis.map(({ app }) => mostMebibytes(app)));
  } finally {
    await stop(...apis.map(({ app }) => app));
    await other.close();
  }
  // What the first requests compile is no part of the figures.
  return rowsOf(rounds.slice(1), memory);
}

function rowsOf(rounds: readonly Readonly<Record<Kind, number>>[], memory: readonly string[]): Row[] {
  const ms = (kind: Kind): string => `${median(rounds.map((round) => round[kind])).toFixed(2)} ms`;
  const twice = (one: Kind): string => ratio(rounds.map((round) => (2 * round[one]) / round.shared));
  return [
    [
      'processor time a request, one API',
      ms('alone'),
      `1 creates, ${READS_FOR_EACH} read; median of ${ROUNDS} rounds`,
    ],
    ['two with a database each', ms('apart'), `${CONCURRENCY} requests at a time at each`],
    ['two on one database', ms('shared'), 'on the same core'],
    ['  what they do of what one does', twice('apart'), 'with a core each'],
    ['  of what one does that has the core to itself', twice('alone')],
    ['memory of each API, the most', memory.join(' + '), 'resident'],
  ];
}

/** A delivery and what came before it at two hosts, a refusal at the third. */
async function mailedChecks({ store }: BenchDatabase, api: RunningApp): Promise<string[]> {
  const created = await Promise.all(Array.from({ length: CHECKS }, () => createCheck(urlOf(api))));
  const tokens = created.map(({ token }) => token);
  for (const token of tokens) {
    const seen = [
      ...(['do', 'dont'] as const).flatMap((scenario) =>
        (['tls-established', 'delivered'] as const).map((kind) =>
          sampleObservation(token, { scenario, kind }),
        ),
      ),
      sampleObservation(token, { scenario: 'wrong', kind: 'refused' }),
    ];
    await Promise.all(seen.map((observation) => store.observations.append(observation)));
  }
  return tokens;
}

function urlOf({ port }: RunningApp): string {
  return `http://127.0.0.1:${port}`;
}

/** In milliseconds, for one request, of all APIs together. */
async function measure(apis: readonly Api[]): Promise<number> {
  const used = async (): Promise<number> => {
    const all = await Promise.all(apis.map(({ app }) => processorMs(app.pid)));
    return all.reduce((total, one) => total + one, 0);
  };
  const before = await used();
  const until = performance.now() + 1_000 * SECONDS_PER_ROUND;
  let requests = 0;
  const visitor = async ({ app, tokens }: Api): Promise<void> => {
    const url = urlOf(app);
    while (performance.now() < until) {
      requests += 1;
      if (requests % (1 + READS_FOR_EACH) === 0) await createCheck(url);
      else await readCheck(url, tokens[requests % tokens.length] ?? '');
    }
  };
  await Promise.all(apis.flatMap((api) => Array.from({ length: CONCURRENCY }, () => visitor(api))));
  return ((await used()) - before) / requests;
}
