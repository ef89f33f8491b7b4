/** How long after the 250 the pages know, with many of them open at two APIs, and with few in the same run. */
import { randomBytes } from 'node:crypto';

import { createToken } from '#checks';

import { deliverTo, Watcher } from '../live-latency.js';
import { busyMs, processorMs } from '../processor-time.js';
import { milliseconds, type Row } from '../table.js';
import { DOMAIN, mostMebibytes, type RunningApp, start, stop } from './apps.js';
import type { BenchDatabase } from './databases.js';

const MESSAGES_PER_SECOND = 50;
const SECONDS = 20;
/** That watch when the others have not come yet. */
const FEW = 500;
/** That connect at a time. */
const WAVE = 100;

interface Running {
  readonly database: BenchDatabase;
  readonly receiver: RunningApp;
  readonly apis: readonly RunningApp[];
}

interface Latencies {
  readonly latencies: readonly number[];
  readonly failed: number;
  /** In percent of a core, of each API. */
  readonly ofCore: readonly number[];
  /** In percent of all processors: what no part of this did. */
  readonly others: number;
}

/** @param count how many watch, half of them at each API */
export async function watcherRows(database: BenchDatabase, certsDir: string, count: number): Promise<Row[]> {
  const receiver = await start('smtp', database, certsDir, 0);
  const apis = [await start('api', database, certsDir, 0), await start('api', database, certsDir, 1)];
  const running = { database, receiver, apis };
  const watchers: Watcher[] = [];
  try {
    await open(watchers, running, FEW);
    // It is also what the first messages compile, which is no part of the figures.
    const few = await deliver(watchers, running);
    await open(watchers, running, count);
    const many = await deliver(watchers.slice(FEW), running);
    const rate = `${MESSAGES_PER_SECOND} messages a second`;
    return [
      ['250 reply to Socket.IO client, two APIs', milliseconds(many.latencies), `${count} watch; ${rate}`],
      ['  with few who watch', milliseconds(few.latencies), `${FEW} watch; same run`],
      ['  failed', String(many.failed + few.failed)],
      ['  of a core, each API', percents(many.ofCore), `with few: ${percents(few.ofCore)}`],
      [
        '  memory of each API, the most',
        (await Promise.all(apis.map(mostMebibytes))).join(' + '),
        'resident',
      ],
      ['  other work on the machine', percents([many.others]), `with few: ${percents([few.others])}`],
    ];
  } finally {
    for (const watcher of watchers) watcher.close();
    await stop(receiver, ...apis);
  }
}

/** Until so many watch, at both APIs in turn. */
async function open(watchers: Watcher[], { database, apis }: Running, count: number): Promise<void> {
  const times = { createdAt: Date.now(), expiresAt: Date.now() + 3_600_000 };
  while (watchers.length < count) {
    const size = Math.min(WAVE, count - watchers.length);
    const tokens = Array.from({ length: size }, () => createToken(randomBytes));
    await Promise.all(tokens.map((token) => database.store.checks.insert({ token, ...times }, Infinity)));
    const opened = tokens.map((token, index) =>
      Watcher.open(`http://127.0.0.1:${apis[index % 2]?.port}`, token),
    );
    watchers.push(...(await Promise.all(opened)));
  }
}

/** To watchers of both APIs in turn, spread over all of them. */
async function deliver(watchers: readonly Watcher[], running: Running): Promise<Latencies> {
  const { database, receiver, apis } = running;
  const used = async (): Promise<number[]> => [
    ...(await Promise.all([...apis, receiver].map(({ pid }) => processorMs(pid)))),
    await processorMs(process.pid),
    await database.serverMs(),
  ];
  const messages = Math.min(watchers.length, MESSAGES_PER_SECOND * SECONDS);
  const step = Math.floor(watchers.length / messages) | 1;
  const watched = Array.from({ length: messages }, (_, index) => {
    const watcher = watchers[(index * step) % watchers.length] as Watcher;
    return { watcher, recipient: `test@${watcher.token}.do.${DOMAIN}` };
  });
  const [own, machine, begun] = [await used(), await busyMs(), performance.now()];
  const { latencies, failed } = await deliverTo(
    watched,
    { host: '127.0.0.1', port: receiver.port },
    MESSAGES_PER_SECOND,
  );
  const spent = (await used()).map((ms, index) => ms - (own[index] ?? 0));
  const { busy, all } = await busyMs();
  const others = busy - machine.busy - spent.reduce((total, ms) => total + ms, 0);
  return {
    latencies,
    failed,
    ofCore: spent.slice(0, apis.length).map((ms) => (100 * ms) / (performance.now() - begun)),
    others: (100 * Math.max(0, others)) / (all - machine.all),
  };
}

function percents(shares: readonly number[]): string {
  return shares.map((share) => `${share.toFixed(0)} %`).join(' + ');
}
