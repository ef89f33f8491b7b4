import { beforeEach, describe, expect, it } from 'vitest';

import { DrivenRollover } from '../../../../../test/support/driven-rollover.js';
import { keyRecord } from '../../../../../test/support/rollover-certificates.js';
import {
  at,
  dataOf,
  ELLIPTIC,
  keyAt,
  NEXT,
  OLD,
  SERVER_OPTIONS,
  simpleWorld,
  twoAddresses,
} from '../../../../../test/support/rollover-scenes.js';
import type { StoredState } from '../state/stored-state.js';
import { drive } from './drive.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let rollover: DrivenRollover<StoredState>;

beforeEach(() => {
  rollover = new DrivenRollover(drive);
});

describe('what it never does', () => {
  it('deletes a record of another chain that is served, though the next certificate does not need it', async () => {
    const world = simpleWorld({
      zone: [keyAt(OLD), keyAt(ELLIPTIC)],
      addresses: twoAddresses(OLD, ELLIPTIC),
    });
    await rollover.runTo(world, 'finished');
    expect(new Set(dataOf(world))).toEqual(new Set([keyRecord(ELLIPTIC), keyRecord(NEXT)]));
  });

  it('deletes anything as long as one address presents the old certificate', async () => {
    const world = simpleWorld();
    await rollover.runTo(world, 'propagate');
    world.options.addresses[1]!.isStuck = true;
    await expect(rollover.runTo(world, 'retire')).rejects.toThrow(
      '2001:db8::1 port 25 presents another certificate than the next one: the reload had no effect there',
    );
    world.pass(24 * HOUR);
    expect(await rollover.run(world)).toMatchObject({ state: 'blocked', step: 'switch' });
    expect(world.installs).toBe(2);
    expect(dataOf(world)).toEqual([keyRecord(OLD), keyRecord(NEXT)]);

    world.options.addresses[1]!.isStuck = false;
    await rollover.runTo(world, 'finished');
    expect(dataOf(world)).toEqual([keyRecord(NEXT)]);
    expect(world.mismatches).toEqual([]);
  });

  it('deletes anything when an address presents the old certificate again', async () => {
    const world = simpleWorld();
    await rollover.runTo(world, 'retire');
    world.options.addresses[0]!.chains = [OLD];
    world.pass(HOUR);
    const report = await rollover.run(world);
    expect(report).toMatchObject({ state: 'blocked', step: 'delete' });
    expect(report.reason).toContain('192.0.2.1 port 25 presents another certificate than the next one');
    expect(report.reason).toContain('nothing was deleted');
    expect(dataOf(world)).toEqual([keyRecord(OLD), keyRecord(NEXT)]);
  });

  it('deletes anything when an address cannot be asked', async () => {
    const world = simpleWorld();
    await rollover.runTo(world, 'retire');
    world.options.addresses[1]!.isUnreachable = true;
    world.pass(HOUR);
    expect(await rollover.run(world)).toMatchObject({
      state: 'blocked',
      reason: '2001:db8::1 port 25: connection refused; nothing was deleted',
    });
    expect(dataOf(world)).toEqual([keyRecord(OLD), keyRecord(NEXT)]);
  });

  it('touches names that it was not given, or records that are to be kept', async () => {
    const elsewhere = at(keyRecord(OLD), '_443._tcp.mail.example.test.');
    const backup = `3 1 1 ${'0f'.repeat(32)}`;
    const world = simpleWorld({ zone: [keyAt(OLD), elsewhere, at(backup)] });
    const keeping = { ...SERVER_OPTIONS, keep: [backup] };
    for (let minute = 0; minute < 20; minute += 1) {
      await rollover.run(world, keeping);
      world.pass(MINUTE);
    }
    expect(new Set(world.zone)).toEqual(new Set([elsewhere, at(backup), keyAt(NEXT)]));
  });
});
