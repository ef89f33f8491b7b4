import { beforeEach, describe, expect, it } from 'vitest';

import { DrivenRollover } from '../../../../../test/support/driven-rollover.js';
import { keyRecord } from '../../../../../test/support/rollover-certificates.js';
import {
  dataOf,
  keyAt,
  NAME,
  NEXT,
  OLD,
  simpleWorld,
  TTL,
  TWO_NAME_SERVERS,
} from '../../../../../test/support/rollover-scenes.js';
import { WORLD_BEGAN } from '../../../../../test/support/rollover-world.js';
import type { StoredState } from '../state/stored-state.js';
import { drive } from './drive.js';

const MINUTE = 60_000;

let rollover: DrivenRollover<StoredState>;

beforeEach(() => {
  rollover = new DrivenRollover(drive);
});

describe('what it never does', () => {
  it('switches while a name server lags, and says which', async () => {
    const world = simpleWorld();
    const report = await rollover.run(world);
    expect(report).toMatchObject({ state: 'waiting', step: 'propagate', waitUntil: null });
    expect(report.reason).toContain('ns2.example.test [192.0.2.54] does not show 3 1 1 ');
    expect(report.reason).toContain(`at ${NAME}: it shows 3 1 1 `);
    world.pass(60_000);
    expect(await rollover.run(world)).toMatchObject({ state: 'waiting', step: 'propagate', waitUntil: null });
    expect(world.installs).toBe(0);
  });

  it('switches while a name server keeps what it had, and asks for help after an hour', async () => {
    const world = simpleWorld({
      nameServers: [
        TWO_NAME_SERVERS[0]!,
        { name: 'ns2.example.test [192.0.2.54]', shows: () => WORLD_BEGAN - 1 },
      ],
    });
    for (let minute = 0; minute <= 60; minute += 1) {
      expect(await rollover.run(world)).toMatchObject({ state: 'waiting', step: 'propagate' });
      world.pass(MINUTE);
    }
    const report = await rollover.run(world);
    expect(report).toMatchObject({ state: 'blocked', step: 'propagate' });
    expect(report.reason).toContain('ns2.example.test [192.0.2.54] does not show');
    expect(world.installs).toBe(0);
  });

  it('switches after a name server went back, without two TTLs from the moment that it has come again', async () => {
    const back = WORLD_BEGAN + 2 * MINUTE;
    const forth = WORLD_BEGAN + 10 * MINUTE;
    const regressing = {
      name: 'ns2.example.test [192.0.2.54]',
      shows: (time: number) => (time >= back && time < forth ? WORLD_BEGAN - 1 : time),
    };
    const world = simpleWorld({ nameServers: [TWO_NAME_SERVERS[0]!, regressing] });
    expect(await rollover.run(world)).toMatchObject({ waitUntil: WORLD_BEGAN + 2 * TTL * 1_000 });
    world.pass(2 * MINUTE);
    const closed = await rollover.run(world);
    expect(closed).toMatchObject({ state: 'waiting', step: 'propagate', waitUntil: null });
    expect(closed.done[0]?.text).toContain(
      'the wait starts over: ns2.example.test [192.0.2.54] does not show',
    );
    world.pass(8 * MINUTE);
    expect(await rollover.run(world)).toMatchObject({ waitUntil: forth + 2 * TTL * 1_000 });
    await rollover.runTo(world, 'finished');
    expect(world.mismatches).toEqual([]);
  });

  it('installs once more after an interruption when the records are gone meanwhile', async () => {
    const world = simpleWorld({ nameServers: TWO_NAME_SERVERS.slice(0, 1) });
    await rollover.run(world);
    world.pass(2 * TTL * 1_000);
    world.reloadFault = 'the reload command failed: postfix is not running';
    expect(await rollover.run(world)).toMatchObject({
      state: 'blocked',
      step: 'switch',
      reason: world.reloadFault,
    });
    world.zone = [keyAt(OLD)];
    world.pass(MINUTE);
    expect(await rollover.run(world)).toMatchObject({ state: 'waiting', step: 'propagate', waitUntil: null });
    expect(world.installs).toBe(1);
    // It was published again; from there on it takes its time.
    expect(dataOf(world)).toEqual([keyRecord(OLD), keyRecord(NEXT)]);
    world.reloadFault = null;
    await rollover.runTo(world, 'finished');
    expect(world.mismatches).toEqual([]);
  });

  it('goes on while a name server is silent, but begins the wait anew only for one that answers otherwise', async () => {
    const silence = { from: WORLD_BEGAN + MINUTE, to: WORLD_BEGAN + 5 * MINUTE };
    const silent = {
      name: 'ns2.example.test [192.0.2.54]',
      shows: (time: number) => time,
      isSilent: (time: number) => time >= silence.from && time < silence.to,
    };
    const world = simpleWorld({ nameServers: [TWO_NAME_SERVERS[0]!, silent] });
    await rollover.run(world);
    world.pass(3 * MINUTE);
    const report = await rollover.run(world);
    expect(report).toMatchObject({ state: 'waiting', step: 'propagate', waitUntil: null });
    expect(report.reason).toBe('ns2.example.test [192.0.2.54] does not answer');
    world.pass(2 * MINUTE);
    expect(await rollover.run(world)).toMatchObject({ step: 'retire' });
    expect(world.mismatches).toEqual([]);
  });
});
