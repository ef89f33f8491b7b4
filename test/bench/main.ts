/** `npm run bench`: bounded, on loopback only; prints a table of what was measured, with its baseline in the same run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

import { freePort } from '../support/free-port.js';
import { Product } from '../lab/product.js';

import type { CheckBody } from '#contracts';

import { BareServer } from './bare-server-process.js';
import { createChecks, validAddress } from './check-creation.js';
import { measureHandshakes } from './handshakes.js';
import { measureLatency } from './live-latency.js';
import { residentMiB } from './memory.js';
import { median, quantile } from './statistics.js';
import { SERVER_CORE, generate, sessionsPerSecond } from './throughput.js';

const HOST = '127.0.0.1';
const ROUNDS = 3;
const SECONDS_PER_ROUND = 8;
const CONCURRENCY = 100;
const HIGH_CONCURRENCY = 250;
const WATCHERS = 1000;
const MESSAGES_PER_SECOND = 100;
const CHECKS_PER_SECOND = 50;
const RELEASE_CHECKS = 200;

const NO_LIMITS = {
  CHECKS_PER_MINUTE: '1000000',
  REQUESTS_PER_MINUTE: '1000000',
  SOCKETS_PER_CLIENT: '1000000',
  SMTP_MAX_CONNECTIONS: '5000',
  SMTP_MAX_CONNECTIONS_PER_CLIENT: '5000',
  // Only what is asked for is released, however long the run takes.
  RELEASE_AFTER_MINUTES: '0',
};

type Row = readonly [figure: string, value: string, note?: string];

async function main(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'havedane-bench-'));
  const port = await freePort(HOST);
  const receiver = { host: HOST, port };
  const product = new Product(directory, {
    environment: { ...NO_LIMITS, SMTP_HOST: HOST, SMTP_PORT: String(port) },
    smtpPrefix: SERVER_CORE,
  });
  await product.setUp();
  const bare = new BareServer(directory, product.certsDir);
  try {
    await product.start();
    await bare.start();
    const rows: Row[] = [];
    const atRest = await memoryOf(product);

    // What the first requests compile and open is no part of the figure.
    await createChecks(product.url, CHECKS_PER_SECOND, CHECKS_PER_SECOND);
    const { checks, latencies: creation } = await createChecks(product.url, WATCHERS, CHECKS_PER_SECOND);
    rows.push(['creating a check, HTTP', milliseconds(creation), `${CHECKS_PER_SECOND} checks a second`]);

    const live = await measureLatency(product.url, receiver, checks, MESSAGES_PER_SECOND);
    rows.push(
      [
        '250 reply to Socket.IO client',
        milliseconds(live.latencies),
        `${MESSAGES_PER_SECOND} messages a second`,
      ],
      ['  watching clients', String(live.watchers), `${live.failed} of ${live.messages} messages failed`],
    );
    const loaded = await memoryOf(product);

    rows.push(...(await throughput(receiver, bare.port, checks.map(validAddress))));
    rows.push(...(await manyAtOnce(receiver, checks.map(validAddress))));
    rows.push(...(await handshakes(product, receiver, checks.slice(0, RELEASE_CHECKS))));
    const after = await memoryOf(product);
    rows.push(
      ['memory at rest', atRest, 'resident, apps/api + apps/smtp'],
      ['  after watchers and messages', loaded],
      ['  after the full load', after],
    );
    printTable(rows);
  } finally {
    await bare.stop();
    await product.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** The two servers in turn, so that a machine that gets slower does not favour one. */
async function throughput(
  receiver: { host: string; port: number },
  barePort: number,
  recipients: readonly string[],
): Promise<Row[]> {
  const options = { recipients, concurrency: CONCURRENCY, seconds: SECONDS_PER_ROUND };
  const rates: { ours: number; bare: number }[] = [];
  let failed = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const bare = await generate({ ...options, host: HOST, port: barePort });
    const ours = await generate({ ...options, ...receiver });
    failed += bare.failed + ours.failed;
    rates.push({ bare: sessionsPerSecond(bare), ours: sessionsPerSecond(ours) });
  }
  const ratio = median(rates.map(({ ours, bare }) => ours / bare));
  return [
    [
      'full STARTTLS sessions, recorded',
      rate(rates.map(({ ours }) => ours)),
      `${CONCURRENCY} at once, server on one core`,
    ],
    ['  bare smtp-server, no handlers', rate(rates.map(({ bare }) => bare)), 'same run, same certificate'],
    ['  ratio', `${(ratio * 100).toFixed(0)} %`, `median of ${ROUNDS} pairs; ${failed} sessions failed`],
  ];
}

async function handshakes(
  { url }: Product,
  receiver: { host: string; port: number },
  checks: readonly CheckBody[],
): Promise<Row[]> {
  const { without, refused, released, failed } = await measureHandshakes(url, receiver, checks);
  return [
    ['handshakes that break off, recorded', rate(without), `no release looked up; ${failed} in all failed`],
    ['  looked up: not released', rate(refused), `${checks.length / 2} names`],
    ['  looked up: released, spare shown', rate(released), `${checks.length / 2} names`],
  ];
}

async function manyAtOnce(
  receiver: { host: string; port: number },
  recipients: readonly string[],
): Promise<Row[]> {
  const result = await generate({
    ...receiver,
    recipients,
    concurrency: HIGH_CONCURRENCY,
    seconds: SECONDS_PER_ROUND,
  });
  for (const error of result.errors) console.error(error);
  return [
    [
      `sessions with ${HIGH_CONCURRENCY} at once`,
      rate([sessionsPerSecond(result)]),
      `${result.failed} of ${result.sessions + result.failed} failed`,
    ],
  ];
}

async function memoryOf({ pids }: Product): Promise<string> {
  const figures = await Promise.all([pids.api, pids.smtp].map((pid) => residentMiB(pid ?? 0)));
  return `${figures.map((figure) => figure.toFixed(0)).join(' + ')} MiB`;
}

function milliseconds(samples: readonly number[]): string {
  const [p50, p99] = [quantile(samples, 0.5), quantile(samples, 0.99)];
  return `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
}

function rate(perSecond: readonly number[]): string {
  return `${median(perSecond).toFixed(0)} /s`;
}

function printTable(rows: readonly Row[]): void {
  const model = cpus()[0]?.model ?? 'unknown processor';
  console.log(
    `\n${cpus().length} × ${model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}\n`,
  );
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  for (const [figure, value, note = ''] of rows) {
    console.log(`${figure.padEnd(widths[0] ?? 0)}  ${value.padEnd(widths[1] ?? 0)}  ${note}`.trimEnd());
  }
}

await main();
