/** How long after the 250 the pages know, with many of them open at two APIs. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { createToken } from '#checks';

import { milliseconds, type Row } from '../table.js';
import { deliverTo, Watcher } from '../live-latency.js';
import { DOMAIN, type RunningApp, start, stop } from './apps.js';
import type { BenchDatabase } from './databases.js';

const MESSAGES_PER_SECOND = 50;
const SECONDS = 20;
/** That connect at a time. */
const WAVE = 100;

/** @param count how many watch, half of them at each API */
export async function watcherRows(database: BenchDatabase, certsDir: string, count: number): Promise<Row[]> {
  const receiver = await start('smtp', database, certsDir, 0);
  const apis = [await start('api', database, certsDir, 0), await start('api', database, certsDir, 1)];
  const watchers: Watcher[] = [];
  try {
    const tokens = Array.from({ length: count }, () => createToken(randomBytes));
    const times = { createdAt: Date.now(), expiresAt: Date.now() + 3_600_000 };
    for (let first = 0; first < count; first += WAVE) {
      const wave = tokens.slice(first, first + WAVE);
      await Promise.all(wave.map((token) => database.store.checks.insert({ token, ...times }, Infinity)));
      const opened = wave.map((token, index) =>
        Watcher.open(`http://127.0.0.1:${apis[index % 2]?.port}`, token),
      );
      watchers.push(...(await Promise.all(opened)));
    }
    const { latencies, failed } = await deliverToSome(watchers, receiver.port);
    return [
      [
        '250 reply to Socket.IO client, two APIs',
        milliseconds(latencies),
        `${MESSAGES_PER_SECOND} messages a second; ${failed} failed`,
      ],
      ['  watching clients', String(watchers.length), 'half of them at each'],
      [
        '  memory of each API, the most',
        (await Promise.all(apis.map(mostMebibytes))).join(' + '),
        'resident',
      ],
    ];
  } finally {
    for (const watcher of watchers) watcher.close();
    await stop(receiver, ...apis);
  }
}

/** To watchers of both APIs in turn, spread over all of them. */
function deliverToSome(watchers: readonly Watcher[], port: number): ReturnType<typeof deliverTo> {
  const messages = Math.min(watchers.length, MESSAGES_PER_SECOND * SECONDS);
  const step = Math.floor(watchers.length / messages) | 1;
  const watched = Array.from({ length: messages }, (_, index) => {
    const watcher = watchers[(index * step) % watchers.length] as Watcher;
    return { watcher, recipient: `test@${watcher.token}.do.${DOMAIN}` };
  });
  return deliverTo(watched, { host: '127.0.0.1', port }, MESSAGES_PER_SECOND);
}

async function mostMebibytes({ pid }: RunningApp): Promise<string> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return `${Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024)} MiB`;
}
