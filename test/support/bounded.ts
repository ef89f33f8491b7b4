/**
 * What a parser costs that reads strangers' octets, for its property tests: time by how it grows with the input, memory by a
 * thread with a small heap. A busy machine slows both sizes of an input alike, and takes no more memory.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

import { build } from 'vite';
import { expect } from 'vitest';

import { PATIENT } from './patience.js';

/** The larger input is so many times the smaller, which is parsed as many times: both take as long, if time is linear. */
const FACTOR = 16;
/** A quadratic parser takes 16 times as long for the larger one. */
const SLACK = 8;
/** A collection of garbage takes as long. */
const NOISE_MS = 50;
const MAX_ROUNDS = 6;
/** What takes so long was not only held up. */
const HOPELESS_MS = 5_000;

const OUTPUT = fileURLToPath(new URL('../output/', import.meta.url));

/**
 * Expects that `parse` takes about as long for a large input as for 16 of a sixteenth of its size. A busy machine holds up
 * both alike, since they take equally long.
 *
 * @param make the input of a size, as costly as there is
 */
export async function expectLinearTime<Input>(
  make: (size: number) => Input,
  parse: (input: Input) => unknown,
  size = 4_096,
): Promise<void> {
  const [small, large] = [make(size), make(size * FACTOR)];
  // Most parsers take so little for the larger one that there is nothing to compare.
  let [least, most] = [0, await timeOf(parse, large, 1)];
  for (let round = 0; round < MAX_ROUNDS && most >= allowed(least); round += 1) {
    const time = await timeOf(parse, small, FACTOR);
    least = round === 0 ? time : Math.min(least, time);
    most = Math.min(most, await timeOf(parse, large, 1));
    if (most > HOPELESS_MS) break;
  }
  const label = `ms for an input of ${size * FACTOR}, with ${least} ms for ${FACTOR} of ${size}`;
  expect(most, label).toBeLessThan(allowed(least));
}

function allowed(least: number): number {
  return Math.max(NOISE_MS, least * SLACK);
}

async function timeOf<Input>(parse: (input: Input) => unknown, input: Input, times: number): Promise<number> {
  const start = performance.now();
  for (let time = 0; time < times; time += 1) await parse(input);
  return performance.now() - start;
}

export interface HeapTask {
  /** `import.meta.url` of the test. */
  readonly from: string;
  /** The module of the parser, seen from the test: `./read-report.ts`. */
  readonly module: string;
  /** The name of the function in it, or of an object and its method. */
  readonly name: string;
  /** The arguments of each call; what is thrown at one counts as its end. */
  readonly calls: readonly (readonly unknown[])[];
  /** Megabytes; the modules of a parser take some of them. */
  readonly heap?: number;
}

/** Expects that every call comes to its end in a thread with a small heap. */
export async function expectSmallHeap({ from, module, name, calls, heap = 32 }: HeapTask): Promise<void> {
  await mkdir(OUTPUT, { recursive: true });
  const directory = await mkdtemp(join(OUTPUT, 'bounded-'));
  try {
    const file = join(directory, 'parser.mjs');
    await bundle(fileURLToPath(new URL(module, from)), file);
    const worker = new Worker(THREAD, {
      eval: true,
      execArgv: [],
      workerData: { file: pathToFileURL(file).href, name, calls },
      resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: 4 },
    });
    const { end, begun } = await endOf(worker);
    const last = JSON.stringify(calls[begun]).slice(0, 200);
    expect(end, `calls of ${name} that ended, the last one begun: ${last}`).toBe(calls.length);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The parser and what it imports of ours, compiled as Node runs it. */
async function bundle(input: string, file: string): Promise<void> {
  const conditions = ['source', 'node'];
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { resolve: { conditions } },
    build: {
      ssr: input,
      outDir: dirname(file),
      emptyOutDir: false,
      minify: false,
      rolldownOptions: { output: { entryFileNames: basename(file) } },
    },
  });
}

/** A thread gets octets as Uint8Array, whatever they were. */
const THREAD = `
const { parentPort, workerData: { file, name, calls } } = require('node:worker_threads');
const octets = (value) => (value instanceof Uint8Array ? Buffer.from(value) : value);
import(file).then(async (module) => {
  let ended = 0;
  for (const call of calls) {
    parentPort.postMessage({ begun: ended });
    try { await name.split('.').reduce((value, key) => value[key], module)(...call.map(octets)); } catch {}
    ended += 1;
  }
  parentPort.postMessage({ end: ended });
});
`;

interface EndOfWorker {
  readonly end: unknown;
  /** The number of the call that was begun last. */
  readonly begun: number;
}

function endOf(worker: Worker): Promise<EndOfWorker> {
  return new Promise((resolve) => {
    let begun = 0;
    const timer = setTimeout(() => {
      settle('it does not come to an end');
      void worker.terminate();
    }, PATIENT.timeout);
    const settle = (end: unknown): void => {
      clearTimeout(timer);
      resolve({ end, begun });
    };
    worker.on('message', (message: { readonly begun: number } | { readonly end: number }) => {
      if ('begun' in message) begun = message.begun;
      else settle(message.end);
    });
    worker.once('error', (error: Error) => settle(error.message));
    worker.once('exit', (code) => settle(`the thread ended with ${code}`));
  });
}
