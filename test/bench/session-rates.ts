/**
 * Full sessions of our receiver beside those of the bare server, in short rounds that alternate, so that a machine that gets
 * slower or faster favours neither. Each pair of rounds gives a ratio; the median of the ratios counts.
 */
import { processorMs } from './processor-time.js';
import { median } from './statistics.js';
import { type Row, rate, ratio } from './table.js';
import { generate, sessionsPerSecond } from './throughput.js';

const PAIRS = 6;
const SECONDS_PER_ROUND = 4;

export interface MeasuredServer {
  readonly host: string;
  readonly port: number;
  readonly pid: number;
}

export interface Round {
  readonly perSecond: number;
  /** Of the server, for one session. */
  readonly processorMs: number;
  readonly failed: number;
}

export interface Pair {
  readonly ours: Round;
  readonly bare: Round;
}

export async function measureSessions(
  ours: MeasuredServer,
  bare: MeasuredServer,
  recipients: readonly string[],
  concurrency: number,
): Promise<Pair[]> {
  const round = (server: MeasuredServer): Promise<Round> => measure(server, recipients, concurrency);
  // What the first sessions compile is no part of the figures, of either server.
  await round(bare);
  await round(ours);
  const pairs: Pair[] = [];
  for (let count = 0; count < PAIRS; count += 1) {
    pairs.push({ bare: await round(bare), ours: await round(ours) });
  }
  return pairs;
}

async function measure(
  { host, port, pid }: MeasuredServer,
  recipients: readonly string[],
  concurrency: number,
): Promise<Round> {
  const before = await processorMs(pid);
  const result = await generate({ host, port, recipients, concurrency, seconds: SECONDS_PER_ROUND });
  const used = (await processorMs(pid)) - before;
  for (const error of result.errors) console.error(error);
  return {
    perSecond: sessionsPerSecond(result),
    processorMs: used / result.sessions,
    failed: result.failed,
  };
}

export function sessionRows(pairs: readonly Pair[], concurrency: number): Row[] {
  const ours = pairs.map((pair) => pair.ours);
  const bare = pairs.map((pair) => pair.bare);
  const failed = [...ours, ...bare].reduce((sum, round) => sum + round.failed, 0);
  const share = (of: (pair: Pair) => number): string => ratio(pairs.map(of));
  const milliseconds = (rounds: readonly Round[]): string =>
    `${median(rounds.map(({ processorMs: ms }) => ms)).toFixed(2)} ms`;
  return [
    [
      'full STARTTLS sessions, recorded',
      rate(ours.map(({ perSecond }) => perSecond)),
      `${concurrency} simultaneously, server on one core`,
    ],
    [
      '  bare smtp-server, no handlers',
      rate(bare.map(({ perSecond }) => perSecond)),
      'same run, same certificate',
    ],
    [
      '  ratio',
      share((pair) => pair.ours.perSecond / pair.bare.perSecond),
      `median and range of ${pairs.length} pairs; ${failed} sessions failed`,
    ],
    ['  processor time a session', milliseconds(ours), `bare: ${milliseconds(bare)}`],
    ['  ratio of the processor times', share((pair) => pair.bare.processorMs / pair.ours.processorMs)],
  ];
}
