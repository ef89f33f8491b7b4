/**
 * `npm run bench`: bounded, on loopback only; prints a table of what was measured, with its baseline in the same run. With
 * `-- --scale` it measures several processes on one database instead.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '../support/free-port.js';
import { Product } from '../lab/product.js';
import { preload } from '../support/preload.js';

import type { CheckBody } from '#contracts';

import { Baseline } from './baseline.js';
import { validAddress } from './check-creation.js';
import { measureCreation } from './creation-rounds.js';
import { dnsRows } from './dns-answers.js';
import { measureHandshakes } from './handshakes.js';
import { type LatencyResult, measureLatency } from './live-latency.js';
import { type Memory, memoryOf, whileSampling } from './memory.js';
import { type Row, mebibytes, milliseconds, printTable, rate } from './table.js';
import { probingRows } from './probing.js';
import { measureScale } from './scale/main.js';
import { measureSessions, sessionRows } from './session-rates.js';
import { SERVER_CORE, generate, sessionsPerSecond } from './throughput.js';
import { verdictRows } from './verdict.js';

const HOST = '127.0.0.1';
const SECONDS_PER_ROUND = 8;
/** Enough that the server's core is never idle: each session waits 100 ms for its greeting. */
const CONCURRENCY = 250;
const MESSAGES_PER_SECOND = 100;
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

async function main(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'havedane-bench-'));
  const port = await freePort(HOST);
  const receiver = { host: HOST, port };
  const product = new Product(directory, {
    environment: {
      ...NO_LIMITS,
      NODE_OPTIONS: preload('preloaded-constants'),
      SMTP_HOST: HOST,
      SMTP_PORT: String(port),
    },
    smtpPrefix: SERVER_CORE,
  });
  await product.setUp();
  const bare = new Baseline({
    program: 'bare-server',
    arguments: [product.certsDir],
    cwd: directory,
    prefix: SERVER_CORE,
  });
  try {
    await product.start();
    await bare.start();
    const rows = await measure(product, directory, receiver, bare);
    const dns = await dnsRows(join(directory, 'dns'));
    printTable([...rows, ...verdictRows(), ...dns, ...(await probingRows(directory, product.certsDir))]);
  } finally {
    await bare.stop();
    await product.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measure(
  product: Product,
  directory: string,
  receiver: Receiver,
  bare: Baseline,
): Promise<Row[]> {
  const atRest = await memoryOf(product);

  const { checks, rows: creation } = await measureCreation(product.url, directory);
  const live = await whileSampling(product, () =>
    measureLatency(product.url, receiver, checks, MESSAGES_PER_SECOND),
  );
  const recipients = checks.map(validAddress);
  const rates = await sessions(product, receiver, bare, recipients);
  const full = await whileSampling(product, () => manyAtOnce(receiver, recipients));
  return [
    ...creation,
    ...latencyRows(live.result),
    ...rates,
    ...full.result,
    ...(await handshakes(product, receiver, checks.slice(0, RELEASE_CHECKS))),
    ...memoryRows(atRest, live.peak, full.peak, checks.length),
  ];
}

function latencyRows({ latencies, watchers, failed, messages }: LatencyResult): Row[] {
  return [
    ['250 reply to Socket.IO client', milliseconds(latencies), `${MESSAGES_PER_SECOND} messages a second`],
    ['  watching clients', String(watchers), `${failed} of ${messages} messages failed`],
  ];
}

function memoryRows(atRest: Memory, watched: Memory, full: Memory, watchers: number): Row[] {
  return [
    ['memory at rest', mebibytes(atRest), 'resident, apps/api + apps/smtp'],
    [
      `  with ${watchers} watchers`,
      mebibytes(watched),
      `the most, at ${MESSAGES_PER_SECOND} messages a second`,
    ],
    ['  under full load', mebibytes(full), `the most, with ${CONCURRENCY} simultaneous sessions`],
  ];
}

async function sessions(
  { pids }: Product,
  receiver: Receiver,
  bare: Baseline,
  recipients: readonly string[],
): Promise<Row[]> {
  if (pids.smtp === undefined || bare.pid === undefined) throw new Error('the servers do not run');
  const baseline = { host: HOST, port: bare.port, pid: bare.pid };
  return sessionRows(
    await measureSessions({ ...receiver, pid: pids.smtp }, baseline, recipients, CONCURRENCY),
    CONCURRENCY,
  );
}

async function handshakes(
  { url }: Product,
  receiver: Receiver,
  checks: readonly CheckBody[],
): Promise<Row[]> {
  const { without, refused, released, everyCertificate, failed } = await measureHandshakes(
    url,
    receiver,
    checks,
  );
  return [
    ['handshakes that break off, recorded', rate(without), `no release looked up; ${failed} in all failed`],
    ['  looked up: not released', rate(refused), `${checks.length / 2} names`],
    ['  looked up: released, spare shown', rate(released), `${checks.length / 2} names`],
    ['  among all certificates', rate(everyCertificate), 'hosts of all scenarios in turn'],
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
      `sessions, ${CONCURRENCY} simultaneously`,
      rate([sessionsPerSecond(result)]),
      `${result.failed} of ${result.sessions + result.failed} failed`,
    ],
  ];
}

const args = process.argv.slice(2);
await (args.includes('--scale') ? measureScale(args) : main());
