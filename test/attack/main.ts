/**
 * `npm run test:attack`: what strangers, full disks and kills do to the built product, each attack in namespaces of its own.
 * `--fast` takes the part that runs with `npm test`, `--only N,M` these, and `--results FILE` writes for it how many were stood and
 * what failed.
 * Ends with 1 when an attack was not stood.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { generateCertificates } from '#certs';

import { type Attack, inTurns } from './attack.js';
import { attackOnce } from './attack-once.js';
import { ATTACKS } from './attacks.js';
import { composeMebibytes, limitMemory } from './memory-limit.js';
import { obstacle, runInNamespaces } from './namespaces.js';
import { printMachine, printRow, type Row } from './results.js';
import { DOMAIN } from './world.js';

/** Figures are of one attack alone; where they do not count, one attack starts programs while another waits. */
const LANES = { fast: 2, full: 1 } as const;
const CERTIFICATES = 'certs';

const { values: options } = parseArgs({
  options: {
    fast: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    results: { type: 'string' },
    /** The attack whose namespaces these are, and the directory of the run. */
    inside: { type: 'string' },
    directory: { type: 'string', default: '' },
  },
});

function chosen(): readonly Attack[] {
  const only = options.only.split(',').filter(Boolean).map(Number);
  if (only.length > 0) return ATTACKS.filter(({ number }) => only.includes(number));
  return ATTACKS.filter(({ inFastPart }) => inFastPart || !options.fast);
}

function rowFile(directory: string, number: number): string {
  return join(directory, `${number}.json`);
}

async function attackInside(number: number): Promise<number> {
  const attack = ATTACKS.find((one) => one.number === number);
  if (attack === undefined) throw new Error(`there is no attack ${number}`);
  const { fast, directory } = options;
  const settings = {
    fast,
    directory: join(directory, String(number)),
    certsDir: join(directory, CERTIFICATES),
  };
  await mkdir(settings.directory);
  writeFileSync(rowFile(directory, number), JSON.stringify(await attackOnce(attack, settings)));
  return 0;
}

async function attackAll(directory: string): Promise<readonly Row[]> {
  const dir = join(directory, CERTIFICATES);
  await generateCertificates({ domain: DOMAIN, dir, lifetimeDays: 30, rsaBits: 2048, rotate: false });
  const attacks = chosen();
  const rows: Row[] = [];
  await inTurns(attacks.length, options.fast ? LANES.fast : LANES.full, async (index) => {
    const attack = attacks[index];
    if (attack === undefined) return;
    const row = await attackFromOutside(attack, directory);
    printRow(row);
    rows.push(row);
  });
  return rows;
}

/** Whatever becomes of the process of an attack, there is a row. */
async function attackFromOutside({ number, title }: Attack, directory: string): Promise<Row> {
  const args = ['--inside', String(number), '--directory', directory, ...(options.fast ? ['--fast'] : [])];
  const end = await runInNamespaces(args);
  try {
    return JSON.parse(readFileSync(rowFile(directory, number), 'utf8')) as Row;
  } catch {
    return { number, title, state: 'FAILED', seconds: NaN, text: `the attack ended by itself: ${end}` };
  }
}

function report(results: { passed: number; failures: readonly string[]; obstacle?: string }): void {
  if (options.results !== undefined) writeFileSync(options.results, JSON.stringify(results));
}

async function main(): Promise<number> {
  if (options.inside !== undefined) return attackInside(Number(options.inside));
  const reason = obstacle();
  if (reason !== undefined) {
    console.log(`The attacks did not run: ${reason}.`);
    report({ passed: 0, failures: [], obstacle: reason });
    return 0;
  }
  const limit = limitMemory('api');
  limit.remove();
  const how = limit.isControlGroup ? 'a control group' : 'the heap of such a container';
  printMachine(`the API has ${composeMebibytes('api')} MiB by ${how}, NODE_OPTIONS ${limit.nodeOptions}`);
  const directory = await mkdtemp(join(tmpdir(), 'havedane-attack-'));
  try {
    const rows = await attackAll(directory);
    const left = ATTACKS.length - rows.length;
    if (left > 0) console.log(`\n${left} of ${ATTACKS.length} attacks were not asked for`);
    const failures = rows
      .filter(({ state }) => state === 'FAILED')
      .map(({ number, title, text }) => `attack ${number}, ${title}: ${text}`);
    const passed = rows.length - failures.length;
    report({ passed, failures });
    console.log(`\n${passed} passed, ${failures.length} failed`);
    return failures.length === 0 ? 0 : 1;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

process.exit(await main());
