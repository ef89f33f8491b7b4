/**
 * Creating a check beside the baseline, in short rounds that alternate: a machine that is held up for a while holds up both.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createCheck } from '../lab/api-client.js';

import type { CheckBody } from '#contracts';

import { Baseline } from './baseline.js';
import { createChecks, createInTurn } from './check-creation.js';
import { median, quantile } from './statistics.js';
import { milliseconds, type Row } from './table.js';

const ROUNDS = 5;
const IN_TURN = { count: 100, perSecond: 20 };
const AT_ONCE = { count: 200, perSecond: 50 };

interface Rounds {
  readonly ours: (readonly number[])[];
  readonly bare: (readonly number[])[];
}

export interface CreationResult {
  /** All that were made at the higher rate. */
  readonly checks: readonly CheckBody[];
  readonly rows: Row[];
}

/** @param directory where the store is, so that the baseline writes to the same disk */
export async function measureCreation(url: string, directory: string): Promise<CreationResult> {
  const answerFile = join(directory, 'answer.json');
  await writeFile(answerFile, JSON.stringify(await createCheck(url)));
  const baseline = new Baseline({
    program: 'bare-commit',
    arguments: [directory, answerFile],
    cwd: directory,
  });
  await baseline.start();
  try {
    return await inRounds(url, `http://127.0.0.1:${baseline.port}`);
  } finally {
    await baseline.stop();
  }
}

async function inRounds(url: string, bareUrl: string): Promise<CreationResult> {
  // What the first requests compile and open is no part of the figures.
  for (const each of [bareUrl, url]) await createChecks(each, AT_ONCE.perSecond, AT_ONCE.perSecond);
  const checks: CheckBody[] = [];
  const alone: Rounds = { ours: [], bare: [] };
  const many: Rounds = { ours: [], bare: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    alone.bare.push(await createInTurn(bareUrl, IN_TURN.count, IN_TURN.perSecond));
    alone.ours.push(await createInTurn(url, IN_TURN.count, IN_TURN.perSecond));
    many.bare.push((await createChecks(bareUrl, AT_ONCE.count, AT_ONCE.perSecond)).latencies);
    const made = await createChecks(url, AT_ONCE.count, AT_ONCE.perSecond);
    many.ours.push(made.latencies);
    checks.push(...made.checks);
  }
  const inTurn = `${IN_TURN.perSecond} a second, one after the other`;
  const atOnce = `${AT_ONCE.perSecond} a second, whenever they come`;
  return {
    checks,
    rows: [
      ...roundRows('creating a check, one visitor', alone, inTurn),
      ...roundRows('creating a check, many visitors', many, atOnce),
    ],
  };
}

function roundRows(figure: string, { ours, bare }: Rounds, note: string): Row[] {
  return [
    [figure, milliseconds(ours.flat()), note],
    ['  p99 of a round', p99(ours), `median and range of ${ROUNDS} rounds`],
    ['  bare server, written and synced', milliseconds(bare.flat()), 'same run, as many octets'],
    ['    p99 of a round', p99(bare)],
  ];
}

function p99(rounds: readonly (readonly number[])[]): string {
  const each = rounds.map((round) => quantile(round, 0.99));
  return `${median(each).toFixed(1)} ms (${Math.min(...each).toFixed(0)}–${Math.max(...each).toFixed(0)})`;
}
