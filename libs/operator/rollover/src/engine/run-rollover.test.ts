import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from 'vitest';

import {
  HOST,
  keyAt,
  NEXT,
  OLD,
  SERVER_OPTIONS,
  simpleWorld,
} from '../../../../../test/support/rollover-scenes.js';
import { Killed, type RolloverWorld } from '../../../../../test/support/rollover-world.js';
import { tempDirOfTest } from '../../../../../test/support/temp-dir.js';
import type { OpenRolloverPorts } from '../ports.js';
import { RolloverError } from '../rollover-error.js';
import type { RolloverOptions } from '../state/rollover-options.js';
import { planRollover } from './plan-rollover.js';
import { rolloverStatus, storedRollovers } from './rollover-status.js';
import { runRollover } from './run-rollover.js';

let stateDir: string;

beforeEach(async () => {
  stateDir = join(await tempDirOfTest(), 'rollover');
});

function portsOf(world: RolloverWorld): OpenRolloverPorts {
  return () => Promise.resolve(world.ports());
}

function run(world: RolloverWorld, options: RolloverOptions | null = SERVER_OPTIONS) {
  return runRollover(HOST, options, portsOf(world), stateDir);
}

describe('runRollover', () => {
  it('remembers everything, options included, in a file for its owner alone, from run to run', async () => {
    const world = simpleWorld();
    expect(await run(world)).toMatchObject({ state: 'waiting' });
    const file = join(stateDir, `${HOST}.json`);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ id: HOST, options: SERVER_OPTIONS });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(stateDir)).mode & 0o777).toBe(0o700);
    for (let minute = 0; minute < 10; minute += 1) {
      world.pass(60_000);
      await run(world, null);
    }
    expect(await run(world, null)).toMatchObject({ state: 'finished', step: 'finished' });
    expect(world.zone).toEqual([keyAt(NEXT)]);
    expect(world.mismatches).toEqual([]);
  });

  it('says in one line that the disk is full, and what became of it', async () => {
    const world = simpleWorld();
    // Whatever is written to this device meets a full disk.
    const unwritten = join(stateDir, `${HOST}.json.new`);
    await mkdir(stateDir);
    await symlink('/dev/full', unwritten);
    const file = join(stateDir, `${HOST}.json`);
    expect(await run(world)).toMatchObject({
      state: 'blocked',
      reason: `${file} cannot be written: the disk is full: free some space (ENOSPC); nothing was changed`,
    });
    expect(world.zone).toEqual([keyAt(OLD)]);
    await rm(unwritten);
    expect(await run(world)).toMatchObject({ state: 'waiting' });
    await symlink('/dev/full', unwritten);
    world.pass(60_000);
    expect(await run(world)).toMatchObject({
      state: 'blocked',
      reason: `${file} cannot be written: the disk is full: free some space (ENOSPC); the next run continues from what was written last, and repeats what was not`,
    });
    await rm(unwritten);
    expect(await run(world)).toMatchObject({ state: 'waiting', step: 'propagate' });
  });

  it('two cron jobs at once: one does it, and the other says who is at work and touches nothing', async () => {
    const world = simpleWorld();
    const other = simpleWorld();
    let isAsked = false;
    const first = runRollover(
      HOST,
      SERVER_OPTIONS,
      async () => {
        const report = await runRollover(HOST, SERVER_OPTIONS, portsOf(other), stateDir);
        isAsked = true;
        expect(report.state).toBe('locked');
        expect(report.reason).toMatch(
          new RegExp(
            `^Another run \\(process ${process.pid} on .*, for less than a minute\\) is at work on ${HOST}$`,
          ),
        );
        return world.ports();
      },
      stateDir,
    );
    expect(await first).toMatchObject({ state: 'waiting' });
    expect({ isAsked, calls: other.calls, zone: other.zone }).toEqual({
      isAsked: true,
      calls: [],
      zone: [keyAt(OLD)],
    });
    expect(await run(world)).toMatchObject({ state: 'waiting' });
  });

  it('lets others be at work on other hosts', async () => {
    const reports = await Promise.all(
      ['mx1.example.test', 'mx2.example.test'].map((id) =>
        runRollover(id, SERVER_OPTIONS, portsOf(simpleWorld()), stateDir),
      ),
    );
    expect(reports.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
  });

  it('frees its lock when it fails in a way that nobody thought of', async () => {
    const world = simpleWorld();
    world.killAt = { call: 5, when: 'after' };
    await expect(run(world)).rejects.toThrow(Killed);
    expect(await readdir(stateDir)).not.toContain(`${HOST}.lock-owner`);
    world.revive();
    expect(await run(world)).toMatchObject({ state: 'waiting' });
  });

  it('says in a line what is wrong with options, the name or the stored state, and changes nothing', async () => {
    const refused: OpenRolloverPorts = () => Promise.reject(new RolloverError('--cert cannot be read'));
    expect(await runRollover(HOST, SERVER_OPTIONS, refused, stateDir)).toMatchObject({
      state: 'blocked',
      reason: '--cert cannot be read',
    });
    expect(await storedRollovers(stateDir)).toEqual([]);
    expect(await runRollover('../etc/passwd', SERVER_OPTIONS, refused, stateDir)).toMatchObject({
      state: 'blocked',
      reason: '"../etc/passwd" is no full host name, such as mail.example.org',
    });
    await writeFile(join(stateDir, `${HOST}.json`), '{"version":1');
    const world = simpleWorld();
    expect(await run(world)).toMatchObject({
      state: 'blocked',
      reason: `${stateDir}/${HOST}.json does not hold the state of a rollover: restore it, or move it away to start over (nothing was changed)`,
    });
    expect(world.calls).toEqual([]);
  });
});

describe('planRollover', () => {
  it('tells what would be done and when at the earliest, and writes nothing', async () => {
    const world = simpleWorld();
    const plan = await planRollover(HOST, SERVER_OPTIONS, portsOf(world), stateDir);
    expect(plan).toMatchObject({
      state: 'ready',
      step: 'prepare',
      records: { current: [keyAt(OLD)], next: [keyAt(NEXT)], toDelete: [keyAt(OLD)] },
    });
    const inSeconds = plan.plan.map(({ step, notBefore }) => [step, ((notBefore ?? 0) - world.now) / 1_000]);
    expect(Object.fromEntries(inSeconds)).toMatchObject({ publish: 0, switch: 120, delete: 240 });
    expect(world.calls.filter((call) => /^(add|delete|prepare|install|finish)/.test(call))).toEqual([]);
    await expect(readdir(stateDir)).rejects.toThrow('ENOENT');
  });

  it('goes by what is stored when one is under way', async () => {
    const world = simpleWorld({ nameServers: [{ name: 'ns1', shows: (time) => time }] });
    await run(world);
    const opensAt = world.now + 120_000;
    const calls = world.calls.length;
    const plan = await planRollover(HOST, null, portsOf(world), stateDir);
    expect(plan).toMatchObject({ state: 'waiting', step: 'propagate', waitUntil: opensAt });
    world.pass(120_000);
    expect(await planRollover(HOST, null, portsOf(world), stateDir)).toMatchObject({ state: 'ready' });
    expect(world.calls).toHaveLength(calls);
  });

  it('says what is in the way', async () => {
    const world = simpleWorld();
    world.options.addresses[0]!.isUnreachable = true;
    expect(await planRollover(HOST, SERVER_OPTIONS, portsOf(world), stateDir)).toMatchObject({
      state: 'blocked',
      reason: '192.0.2.1 port 25: connection refused; nothing was changed, and the next run tries again',
    });
  });
});

describe('what is stored', () => {
  it('is told without asking anybody, with everything that was done', async () => {
    expect(await rolloverStatus(HOST, stateDir, 0)).toBeNull();
    const world = simpleWorld();
    await run(world);
    const status = await rolloverStatus(HOST, stateDir, world.now);
    expect(status).toMatchObject({ id: HOST, step: 'propagate', options: SERVER_OPTIONS });
    expect(status?.history.map(({ step }) => step)).toEqual(['prepare', 'publish', 'publish']);
    expect(await rolloverStatus(HOST, stateDir, world.now - 3_600_000)).toMatchObject({ state: 'blocked' });
  });

  it('is found by name among other files', async () => {
    expect(await storedRollovers(stateDir)).toEqual([]);
    await runRollover('mx2.example.test', SERVER_OPTIONS, portsOf(simpleWorld()), stateDir);
    await runRollover('mx1.example.test', SERVER_OPTIONS, portsOf(simpleWorld()), stateDir);
    await writeFile(join(stateDir, 'watch.json'), '{}');
    await mkdir(join(stateDir, 'mx1.example.test.next'));
    const stored = { kind: 'stored', options: SERVER_OPTIONS, finished: false };
    expect(await storedRollovers(stateDir)).toEqual([
      { ...stored, id: 'mx1.example.test' },
      { ...stored, id: 'mx2.example.test' },
    ]);
    await writeFile(join(stateDir, 'mx1.example.test.json'), '');
    expect(await storedRollovers(stateDir)).toEqual([
      {
        kind: 'unreadable',
        id: 'mx1.example.test',
        reason: expect.stringContaining('mx1.example.test.json'),
      },
      { ...stored, id: 'mx2.example.test' },
    ]);
  });
});
