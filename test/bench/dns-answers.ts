/** What the observer costs the name server: queries a second that two real ones answer, of which one is observed. */
import { join } from 'node:path';

import { Knot } from '../lab/knot.js';
import { LAB_DOMAIN } from '../lab/lab-addresses.js';
import { Product } from '../lab/product.js';
import { projectRoot } from '../lab/project-root.js';
import { runCommand } from '../lab/run-command.js';
import { freeDnsPort } from '../support/free-dns-port.js';

import type { DnsLoadOptions, DnsLoadResult } from './dns-load.js';
import { GENERATOR_CORE, SERVER_CORE } from './throughput.js';

const HOST = '127.0.0.1';
const ROUNDS = 3;
const SECONDS_PER_ROUND = 4;
const CONCURRENCY = 200;

export interface AnswerRates {
  /** Answers a second of each round. */
  readonly observed: readonly number[];
  readonly alone: readonly number[];
  /** Queries without an answer, in all rounds together. */
  readonly lost: number;
}

interface NameServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Both in turn, so that a machine that gets slower does not favour one. */
export async function measureAnswers(directory: string): Promise<AnswerRates> {
  const alone = await startNameServer(join(directory, 'alone'), 'alone');
  const observed = await startNameServer(join(directory, 'observed'), 'observed');
  try {
    const rates = { observed: [] as number[], alone: [] as number[] };
    let lost = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [kind, { port }] of [['alone', alone] as const, ['observed', observed] as const]) {
        const result = await generate(port);
        rates[kind].push(result.answered / result.seconds);
        lost += result.lost;
      }
    }
    return { ...rates, lost };
  } finally {
    await Promise.all([alone.stop(), observed.stop()]);
  }
}

async function startNameServer(directory: string, kind: 'observed' | 'alone'): Promise<NameServer> {
  const port = await freeDnsPort(HOST);
  const product = new Product(directory, {
    environment: {
      ...{ DNS_HOST: HOST, DNS_PORT: String(port), DNS_RATE_LIMIT: '0' },
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
    stop: async () => {
      await knot.stop();
      await product.stop();
    },
  };
}

async function generate(port: number): Promise<DnsLoadResult> {
  const options: DnsLoadOptions = {
    ...{ host: HOST, port, domain: LAB_DOMAIN },
    ...{ concurrency: CONCURRENCY, seconds: SECONDS_PER_ROUND },
  };
  const program = join(projectRoot(), 'dist/test/bench/dns-load.js');
  const [command = '', ...prefix] = GENERATOR_CORE;
  const output = await runCommand(command, [...prefix, process.execPath, program, JSON.stringify(options)]);
  return JSON.parse(output) as DnsLoadResult;
}
