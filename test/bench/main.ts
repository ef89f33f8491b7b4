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
import { type LatencyResult, measureLatency } from './live-latency.js';
import { type Memory, memoryOf, whileSampling } from './memory.js';
import { median, quantile } from './statistics.js';
import { SERVER_CORE, generate, sessionsPerSecond } from './throughput.js';

const HOST = '127.0.0.1';
const ROUNDS = 3;
const SECONDS_PER_ROUND = 8;
/** Enough that the server's core is never idle: each session waits 100 ms for its greeting. */
const CONCURRENCY = 250;
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

interface Receiver {
  readonly host: string;
  readonly port: number;
}

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
    printTable(await measure(product, receiver, bare.port));
  } finally {
    await bare.stop();
    await product.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measure(product: Product, receiver: Receiver, barePort: number): Promise<Row[]> {
  const atRest = await memoryOf(product);

  // What the first requests compile and open is no part of the figure.
  await createChecks(product.url, CHECKS_PER_SECOND, CHECKS_PER_SECOND);
  const { checks, latencies: creation } = await createChecks(product.url, WATCHERS, CHECKS_PER_SECOND);
  const live = await whileSampling(product, () =>
    measureLatency(product.url, receiver, checks, MESSAGES_PER_SECOND),
  );
  const recipients = checks.map(validAddress);
  const rates = await throughput(receiver, barePort, recipients);
  const full = await whileSampling(product, () => manyAtOnce(receiver, recipients));
  return [
    ['creating a check, HTTP', milliseconds(creation), `${CHECKS_PER_SECOND} checks a second`],
    ...latencyRows(live.result),
    ...rates,
    ...full.result,
    ...(await handshakes(product, receiver, checks.slice(0, RELEASE_CHECKS))),
    ...memoryRows(atRest, live.peak, full.peak),
  ];
}

function latencyRows({ latencies, watchers, failed, messages }: LatencyResult): Row[] {
  return [
    ['250 reply to Socket.IO client', milliseconds(latencies), `${MESSAGES_PER_SECOND} messages a second`],
    ['  watching clients', String(watchers), `${failed} of ${messages} messages failed`],
  ];
}

function memoryRows(atRest: Memory, watched: Memory, full: Memory): Row[] {
  return [
    ['memory at rest', mebibytes(atRest), 'resident, apps/api + apps/smtp'],
    [
      `  with ${WATCHERS} watchers`,
      mebibytes(watched),
      `the most, at ${MESSAGES_PER_SECOND} messages a second`,
    ],
    ['  under full load', mebibytes(full), `the most, with ${CONCURRENCY} sessions at once`],
  ];
}

/** The two servers in turn, so that a machine that gets slower does not favour one. */
async function throughput(
  receiver: Receiver,
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
  receiver: Receiver,
  checks: readonly CheckBody[],
): Promise<Row[]> {
  const { without, refused, released, failed } = await measureHandshakes(url, receiver, checks);
  return [
    ['handshakes that break off, recorded', rate(without), `no release looked up; ${failed} in all failed`],
    ['  looked up: not released', rate(refused), `${checks.length / 2} names`],
    ['  looked up: released, spare shown', rate(released), `${checks.length / 2} names`],
  ];
}

async function manyAtOnce(receiver: Receiver, recipients: readonly string[]): Promise<Row[]> {
  const result = await generate({
    ...receiver,
    recipients,
    concurrency: CONCURRENCY,
    seconds: SECONDS_PER_ROUND,
  });
  for (const error of result.errors) console.error(error);
  return [
    [
      `sessions with ${CONCURRENCY} at once`,
      rate([sessionsPerSecond(result)]),
      `${result.failed} of ${result.sessions + result.failed} failed`,
    ],
  ];
}

function mebibytes({ api, smtp }: Memory): string {
  return `${api.toFixed(0)} + ${smtp.toFixed(0)} MiB`;
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
