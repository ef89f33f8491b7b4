import { beforeEach, describe, expect, it } from 'vitest';

import { DrivenRollover } from '../../../../../test/support/driven-rollover.js';
import { keyRecord } from '../../../../../test/support/rollover-certificates.js';
import {
  dataOf,
  keyAt,
  NEXT,
  OLD,
  OTHER_NEXT,
  RENEWED,
  simpleWorld,
  TWO_NAME_SERVERS,
} from '../../../../../test/support/rollover-scenes.js';
import type { StoredState } from '../state/stored-state.js';
import { drive } from './drive.js';

let rollover: DrivenRollover<StoredState>;

beforeEach(() => {
  rollover = new DrivenRollover(drive);
});

describe('a renewal that keeps the key', () => {
  it('installs the certificate at once and changes nothing in DNS', async () => {
    const world = simpleWorld({ next: [RENEWED] });
    const report = await rollover.run(world);
    expect(report).toMatchObject({ state: 'finished' });
    expect(report.done[0]).toEqual({
      step: 'prepare',
      text: 'the next certificate keeps the key: no TLSA record changes',
    });
    expect(report.plan.map(({ step }) => step)).toEqual(['prepare', 'switch', 'verify']);
    expect(world.installed).toBe(RENEWED);
    expect(world.calls.filter((call) => /^(add|delete) /.test(call))).toEqual([]);
  });

  it('does nothing at all when the certificate is in use already', async () => {
    const world = simpleWorld({ next: [OLD] });
    expect(await rollover.run(world)).toMatchObject({ state: 'nothing-to-do' });
    expect(world.installs).toBe(0);
    expect(rollover.stored).toBeNull();
  });

  it('does not cry out for silence and outages when the certificate is in use already, and leaves the provider alone', async () => {
    const silent = { ...TWO_NAME_SERVERS[1]!, isSilent: () => true };
    const world = simpleWorld({ next: [OLD], nameServers: [TWO_NAME_SERVERS[0]!, silent] });
    world.options.addresses[1]!.isUnreachable = true;
    expect(await rollover.run(world)).toMatchObject({ state: 'nothing-to-do' });
    expect(world.calls.filter((call) => call.startsWith('list'))).toEqual([]);
    expect(rollover.stored).toBeNull();
  });

  it('publishes the record of a certificate that is in use already, when others are there', async () => {
    const world = simpleWorld({ next: [OLD], zone: [keyAt(NEXT)] });
    await rollover.runTo(world, 'finished');
    expect(dataOf(world)).toEqual([keyRecord(OLD)]);
  });

  it('loads the certificate when it is in the file and not in use', async () => {
    const world = simpleWorld({
      current: NEXT,
      loaded: OLD,
      next: [NEXT],
      zone: [keyAt(OLD), keyAt(NEXT)],
    });
    expect(await rollover.run(world)).toMatchObject({ state: 'finished' });
    expect(world.options.addresses.map(({ chains }) => chains)).toEqual([[NEXT], [NEXT]]);
    expect(world.mismatches).toEqual([]);
  });

  it('mends records that are not there for the key in use', async () => {
    const world = simpleWorld({ next: [RENEWED], zone: [keyAt(NEXT)] });
    await rollover.runTo(world, 'finished');
    expect(dataOf(world)).toEqual([keyRecord(OLD)]);
  });

  it('publishes nothing for a server that has no records', async () => {
    const world = simpleWorld({ next: [RENEWED], zone: [] });
    expect(await rollover.run(world)).toMatchObject({ state: 'finished' });
    expect(world.zone).toEqual([]);
    expect(world.installed).toBe(RENEWED);
  });
});

describe('a certificate that is renewed once more', () => {
  it('is not mixed up with the one that is under way, and follows when that is finished', async () => {
    const world = simpleWorld();
    await rollover.runTo(world, 'retire');
    world.offer(OTHER_NEXT);
    const following = await rollover.runTo(world, 'propagate');
    expect(following.done.map(({ step }) => step)).toEqual(
      expect.arrayContaining(['final-check', 'prepare', 'publish']),
    );
    expect(world.installed).toBe(NEXT);
    await rollover.runTo(world, 'finished');
    expect(world.installed).toBe(OTHER_NEXT);
    expect(dataOf(world)).toEqual([keyRecord(OTHER_NEXT)]);
    expect(world.mismatches).toEqual([]);
  });

  it('is taken at once when the preparation of the one before was interrupted', async () => {
    const world = simpleWorld();
    await world.ports().certificates.prepare();
    world.offer(OTHER_NEXT);
    expect(await rollover.run(world)).toMatchObject({ records: { next: [keyAt(OTHER_NEXT)] } });
  });
});
