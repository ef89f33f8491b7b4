import { beforeEach, describe, expect, it } from 'vitest';

import { DrivenRollover } from '../../../../../test/support/driven-rollover.js';
import { keyRecord } from '../../../../../test/support/rollover-certificates.js';
import {
  dataOf,
  keyAt,
  NEXT,
  OLD,
  simpleWorld,
  TTL,
  TWO_NAME_SERVERS,
} from '../../../../../test/support/rollover-scenes.js';
import type { StoredState } from '../state/stored-state.js';
import { drive } from './drive.js';

const MINUTE = 60_000;

let rollover: DrivenRollover<StoredState>;

beforeEach(() => {
  rollover = new DrivenRollover(drive);
});

describe('mistakes that broke real servers', () => {
  it('the new record deleted instead of the old: the one that stays is the one that is served', async () => {
    const world = simpleWorld();
    await rollover.runTo(world, 'finished');
    expect(dataOf(world)).toEqual([keyRecord(NEXT)]);
    expect(world.options.addresses.every(({ chains }) => chains[0] === NEXT)).toBe(true);
    expect(world.mismatches).toEqual([]);
  });

  it('the new record deleted by somebody else: it is published again, and the wait begins anew', async () => {
    const world = simpleWorld({ nameServers: TWO_NAME_SERVERS.slice(0, 1) });
    await rollover.run(world);
    world.pass(MINUTE);
    world.zone = [keyAt(OLD)];
    expect(await rollover.run(world)).toMatchObject({ state: 'waiting', step: 'propagate', waitUntil: null });
    expect(dataOf(world)).toEqual([keyRecord(OLD), keyRecord(NEXT)]);
    const seen = await rollover.run(world);
    expect(seen.waitUntil).toBe(world.now + 2 * TTL * 1_000);
    await rollover.runTo(world, 'finished');
    expect(world.mismatches).toEqual([]);
  });

  it('"Record already exists" taken for a failure: it counts as added', async () => {
    const world = simpleWorld({ zone: [keyAt(OLD), keyAt(NEXT)] });
    const report = await rollover.run(world);
    expect(report.state).toBe('waiting');
    expect(report.done.filter(({ step }) => step === 'publish').map(({ text }) => text)).toEqual([
      expect.stringMatching(/is published at _25\._tcp\.mail\.example\.test\. already$/),
      expect.stringMatching(/is published at _25\._tcp\.mail\.example\.test\. already$/),
    ]);
    await rollover.runTo(world, 'finished');
    expect(dataOf(world)).toEqual([keyRecord(NEXT)]);
  });
});
