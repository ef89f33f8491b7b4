/**
 * The keys of the built instance, rolled over in its own zone while a real Postfix with DANE looks at its hosts all the time:
 * `do` is never refused, `wrong` never accepted, whatever moment a run is killed at.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { readZoneOverrides } from '#zones';
import { ROLLOVER_STEPS, type RolloverReport, type RolloverStep } from '#rollover';

import { LAB_DOMAIN, RESOLVER_ADDRESS } from '../lab/lab-addresses.js';
import type { Lab } from '../lab/lab.js';
import type { Postfix } from '../lab/postfix.js';
import { projectRoot } from '../lab/project-root.js';
import { runSender } from '../lab/run-sender.js';
import { startLab } from '../lab/start-lab.js';
import { preload } from '../support/preload.js';
import { releaseSharedLab } from '../support/shared-lab.js';

const CLI = join(projectRoot(), 'dist/apps/cli/src/main.js');
const DO = `do.${LAB_DOMAIN}`;
const WRONG = `wrong.${LAB_DOMAIN}`;

/** Each of dozens of runs looks at every host several times: at a few of them, unless the run is exhaustive. */
const FEW_SCENARIOS: Readonly<Record<string, string>> = inject('exhaustive')
  ? {}
  : { NODE_OPTIONS: preload('preloaded-few-scenarios') };

let lab: Lab;
let postfix: Postfix;
let stateDir: string;
let recordsAtFirst: number;

beforeAll(async () => {
  await releaseSharedLab();
  const environment = {
    DNS_PROVIDER: 'knot',
    DNS_RESOLVER: RESOLVER_ADDRESS,
    DNS_TTL: '1',
    ...FEW_SCENARIOS,
  };
  lab = await startLab(['dane'], { environment });
  postfix = await lab.postfix('dane');
  stateDir = join(lab.directory, 'rollover');
  recordsAtFirst = await publishedRecords();
  expect(recordsAtFirst).toBeGreaterThan(0);
});

afterAll(async () => {
  await lab.stop();
});

interface Run {
  /** Null when it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param killedWhen it is ended by SIGKILL as soon as this is so */
async function rollover(args: readonly string[], killedWhen?: () => Promise<boolean>): Promise<Run> {
  const env = { PATH: process.env['PATH'], ...lab.product.environment, ROLLOVER_DIR: stateDir };
  const child = spawn(process.execPath, [CLI, 'rollover', ...args], { env });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  while (killedWhen !== undefined && child.exitCode === null && child.signalCode === null) {
    if (await killedWhen()) child.kill('SIGKILL');
    await delay(5);
  }
  const [code] = await exited;
  const [stdout, stderr] = await output;
  return { code, stdout, stderr };
}

const reportsIn = ({ stdout }: Run) => JSON.parse(stdout) as RolloverReport[];

interface State {
  readonly finishedAt: number | null;
  readonly steps: Readonly<Record<RolloverStep, { readonly begunAt: number | null }>>;
}

const stateFile = () => join(stateDir, `${LAB_DOMAIN}.json`);

async function state(): Promise<State | null> {
  const content = await readFile(stateFile(), 'utf8').catch(() => 'null');
  return JSON.parse(content) as State | null;
}

const isBegun = async (step: RolloverStep) => ((await state())?.steps[step].begunAt ?? null) !== null;

/** Between calls of `run`, as cron has minutes: each of them takes a second of a processor. */
const BETWEEN_MS = 2_500;

/** Calls `run` as cron does until it is finished. */
async function runToItsEnd(): Promise<void> {
  await expect
    .poll(
      async () => {
        const run = await rollover(['run', '--json']);
        expect(run).toMatchObject({ code: 0, stderr: '' });
        return (await state())?.finishedAt ?? null;
      },
      { interval: BETWEEN_MS },
    )
    .not.toBeNull();
}

/** What a DANE sender says of both hosts, again and again until it is ended. */
class ConstantSender {
  readonly surprises: string[] = [];
  looks = 0;
  private isOver = false;
  private readonly looking = this.look();

  async end(): Promise<void> {
    this.isOver = true;
    await this.looking;
  }

  private async look(): Promise<void> {
    while (!this.isOver) {
      const [right, wrong] = [await postfix.finger(DO), await postfix.finger(WRONG)];
      this.looks += 1;
      if (!right.includes('Verified TLS connection established')) this.surprises.push(right);
      if (!wrong.includes('Untrusted TLS connection established')) this.surprises.push(wrong);
      // Leaves a processor to the rollover; what is published wrong stays so for longer, a TTL (1 s) at least.
      await delay(600);
    }
  }
}

const leaf = () => readFile(join(lab.product.certsDir, 'leaf.cert.pem'), 'utf8');

describe('havedane rollover, of this instance', () => {
  it('changes the keys without a look at which do was refused or wrong accepted, killed at every step', async () => {
    const before = await leaf();
    const sender = new ConstantSender();
    const planned = await rollover(['plan', '--appliance', '--json']);
    expect(reportsIn(planned)).toMatchObject([{ state: 'ready', step: 'prepare' }]);
    expect(await state()).toBeNull();

    // Two at once: one of them is at work, the other says so.
    const both = await Promise.all([1, 2].map(() => rollover(['run', '--appliance'])));
    expect(both.map(({ code }) => code).sort()).toEqual([0, 3]);
    const [locked] = both.filter(({ code }) => code === 3);
    expect(locked).toMatchObject({ stdout: '' });
    // The one at work notes who it is once it has the lock.
    expect(locked!.stderr).toMatch(/^havedane: .*Another run (\(process \d+ on .* )?is at work on [^\n]+\n$/);
    expect(await leaf()).toEqual(before);

    expect(await killAtEachStep()).toBeGreaterThan(2);
    await runToItsEnd();
    await sender.end();
    expect(sender.surprises).toEqual([]);
    expect(sender.looks).toBeGreaterThan(5);
    expect(await leaf()).not.toEqual(before);
    await expectNothingLeft();
    const { check } = await runSender(lab, 'dane', 'host');
    expect(check.verdict).toMatchObject({ outcome: 'enforces', provisional: false });
  });

  it('is not begun again by a cron job that was given --appliance', async () => {
    const again = await rollover(['run', '--appliance', '--quiet']);
    expect(again).toMatchObject({ code: 1, stdout: '' });
    expect(again.stderr).toMatch(
      /^havedane: The keys of havedane\.test were changed already: [^\n]+--again[^\n]+\n$/,
    );
    expect(await rollover(['run', '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('makes its certificates once more when it is killed at that', async () => {
    const before = await leaf();
    // Its end takes the place of what is remembered of the last one.
    const begin = ['run', '--appliance', '--again'];
    const isMade = async () => (await readdir(lab.product.certsDir)).includes('.next');
    const { code } = await rollover(begin, isMade);
    expect([null, 0]).toContain(code);
    while ((await state())?.finishedAt !== null) await rollover(begin);
    expect(await leaf()).toEqual(before);
  });

  it.runIf(inject('exhaustive'))('changes them without such a look when nothing kills it', async () => {
    const before = await leaf();
    const sender = new ConstantSender();
    await runToItsEnd();
    await sender.end();
    expect(sender.surprises).toEqual([]);
    expect(await leaf()).not.toEqual(before);
    await expectNothingLeft();
  });
});

/** Those that follow the first, each of which is called as often as it has to wait for the one before. Answers how often it was killed. */
async function killAtEachStep(): Promise<number> {
  let kills = 0;
  for (const step of ROLLOVER_STEPS.slice(1)) {
    while (!(await isBegun(step))) {
      const run = await rollover(['run', '--json'], () => isBegun(step));
      if (run.code === null) kills += 1;
      else expect(run).toMatchObject({ code: 0, stderr: '' });
      if (!(await isBegun(step))) await delay(BETWEEN_MS);
    }
    if (step === 'retire') await expectClockIsMinded();
  }
  return kills;
}

async function expectClockIsMinded(): Promise<void> {
  const content = await readFile(stateFile(), 'utf8');
  const later = content.replace(/"at": (\d+)/, (_, at: string) => `"at": ${Number(at) + 86_400_000}`);
  await writeFile(stateFile(), later);
  const run = await rollover(['run', '--quiet']);
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(run.stderr).toMatch(/^havedane: .*this machine's clock says [^\n]+; nothing was changed\n$/);
  await writeFile(stateFile(), content);
}

/** No old record, nothing kept, no second set of keys. */
async function expectNothingLeft(): Promise<void> {
  expect(await readZoneOverrides(lab.product.nameServerDir)).toEqual({ kept: [], leftOut: [] });
  const names = await readdir(lab.product.certsDir);
  expect(names.filter((name) => name.startsWith('.set-'))).toHaveLength(1);
  expect(names).not.toContain('.next');
  expect(await publishedRecords()).toBe(recordsAtFirst);
}

/** How many TLSA records the zone has. */
async function publishedRecords(): Promise<number> {
  const zone = await readFile(join(lab.product.nameServerDir, 'zone'), 'utf8');
  return zone.match(/ TLSA /g)?.length ?? 0;
}
