/** What the observer costs the name server: two real ones answer in short rounds that alternate, and one is observed. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Knot } from '../lab/knot.js';
import { LAB_DOMAIN } from '../lab/lab-addresses.js';
import { Product } from '../lab/product.js';
import { findProgram } from '../lab/programs.js';
import { freeDnsPort } from '../support/free-dns-port.js';

import type { DnsLoadOptions, DnsLoadResult } from './dns-load.js';
import { processorMs } from './processor-time.js';
import { median } from './statistics.js';
import { type Row, rate, ratio } from './table.js';
import { SERVER_CORE, runGenerator } from './throughput.js';

const HOST = '127.0.0.1';
const PAIRS = 4;
const SECONDS_PER_ROUND = 3;
/** So few that all answers find room in the buffer of one socket. */
const CONCURRENCY = 64;

interface NameServer {
  readonly port: number;
  /** Of Knot itself. */
  readonly pid: number;
  /** Of the process that hears of its queries. */
  readonly observerPid: number | undefined;
  stop(): Promise<void>;
}

interface Round {
  readonly perSecond: number;
  /** Processor time for one answer, in microseconds. */
  readonly serverUs: number;
  readonly observerUs: number;
  readonly lost: number;
}

interface Pair {
  readonly observed: Round;
  readonly alone: Round;
}

/** The rows of the table; its directory need not exist. */
export async function dnsRows(directory: string): Promise<Row[]> {
  if (findProgram('knotd') === undefined) return [['DNS answers', '–', 'Knot DNS is not installed']];
  const alone = await startNameServer(join(directory, 'alone'), 'alone');
  const observed = await startNameServer(join(directory, 'observed'), 'observed');
  try {
    const pairs: Pair[] = [];
    for (let count = 0; count < PAIRS; count += 1) {
      pairs.push({ alone: await measure(alone), observed: await measure(observed) });
    }
    return rows(pairs);
  } finally {
    await Promise.all([alone.stop(), observed.stop()]);
  }
}

function rows(pairs: readonly Pair[]): Row[] {
  const observed = pairs.map((pair) => pair.observed);
  const alone = pairs.map((pair) => pair.alone);
  const lost = [...observed, ...alone].reduce((sum, round) => sum + round.lost, 0);
  const microseconds = (values: readonly number[]): string => `${median(values).toFixed(0)} µs`;
  return [
    [
      'DNS answers, observed',
      rate(observed.map(({ perSecond }) => perSecond)),
      'every zone, signed, for tokens of no check; name server on one core',
    ],
    [
      '  without the observer',
      rate(alone.map(({ perSecond }) => perSecond)),
      `same run; ${lost} queries had no answer within 2 s`,
    ],
    [
      '  ratio',
      ratio(pairs.map((pair) => pair.observed.perSecond / pair.alone.perSecond)),
      `median and range of ${pairs.length} pairs`,
    ],
    [
      '  processor time an answer',
      microseconds(observed.map(({ serverUs }) => serverUs)),
      `without: ${microseconds(alone.map(({ serverUs }) => serverUs))}; the observer's own: ${microseconds(observed.map(({ observerUs }) => observerUs))}`,
    ],
  ];
}

async function startNameServer(directory: string, kind: 'observed' | 'alone'): Promise<NameServer> {
  const port = await freeDnsPort(HOST);
  const product = new Product(directory, {
    environment: {
      ...{ DNS_HOST: HOST, DNS_PORT: String(port) },
      ...(kind === 'alone' && { DNSTAP_SOCKET: '' }),
    },
  });
  await product.setUp();
  // Before the name server, which would look for it again only after seconds.
  if (kind === 'observed') await product.startObserver();
  const knot = new Knot({ generatedDir: product.nameServerDir, stateDir: product.nameServerStateDir });
  await knot.start(SERVER_CORE);
  return {
    port,
    pid: Number(await readFile(join(product.nameServerStateDir, 'run/knot.pid'), 'utf8')),
    observerPid: product.pids.observer,
    stop: async () => {
      await knot.stop();
      await product.stop();
    },
  };
}

async function measure({ port, pid, observerPid }: NameServer): Promise<Round> {
  const options: DnsLoadOptions = {
    ...{ host: HOST, port, domain: LAB_DOMAIN },
    ...{ concurrency: CONCURRENCY, seconds: SECONDS_PER_ROUND },
  };
  const used = async (): Promise<readonly [number, number]> => [
    await processorMs(pid),
    observerPid === undefined ? 0 : await processorMs(observerPid),
  ];
  const before = await used();
  const { answered, lost, seconds } = (await runGenerator('dns-load.js', options)) as DnsLoadResult;
  const after = await used();
  return {
    perSecond: answered / seconds,
    serverUs: ((after[0] - before[0]) * 1000) / answered,
    observerUs: ((after[1] - before[1]) * 1000) / answered,
    lost,
  };
}
