import { beforeEach, describe, expect, it } from 'vitest';

import { ProviderError } from '#providers';

import { DrivenRollover } from '../../../../../test/support/driven-rollover.js';
import { keyRecord } from '../../../../../test/support/rollover-certificates.js';
import {
  keyAt,
  NEXT,
  OLD,
  SERVER_OPTIONS,
  simpleWorld,
  TWO_NAME_SERVERS,
} from '../../../../../test/support/rollover-scenes.js';
import type { StoredState } from '../state/stored-state.js';
import { drive } from './drive.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let rollover: DrivenRollover<StoredState>;

beforeEach(() => {
  rollover = new DrivenRollover(drive);
});

describe('what holds it up and is told in a line', () => {
  it('a clock that is behind what was recorded', async () => {
    const world = simpleWorld();
    await rollover.run(world);
    world.now -= 10 * MINUTE;
    const before = rollover.stored;
    expect(await rollover.run(world)).toMatchObject({
      state: 'blocked',
      reason:
        "this machine's clock says 2026-04-30 23:50:00 UTC, which is behind what was recorded at 2026-05-01 00:00:00 UTC: set it right; nothing was changed",
    });
    expect(rollover.stored).toEqual(before);
  });

  it('other options while it is under way, and the same ones go on', async () => {
    const world = simpleWorld();
    await rollover.run(world);
    expect(await rollover.run(world, { ...SERVER_OPTIONS, ttl: 77 })).toMatchObject({
      state: 'blocked',
      reason:
        'a rollover of mail.example.test is under way since 2026-05-01 00:00:00 UTC, with another --ttl: let it finish first (run without options continues it); nothing was changed',
    });
    expect(await rollover.run(world, { ...SERVER_OPTIONS })).toMatchObject({
      state: 'waiting',
      step: 'propagate',
    });
  });

  it('a provider that fails half-way, and the next run goes on', async () => {
    const world = simpleWorld({ nameServers: TWO_NAME_SERVERS.slice(0, 1) });
    await rollover.runTo(world, 'retire');
    world.pass(HOUR);
    world.providerFault = new ProviderError(
      'unavailable',
      'Cloudflare could not be reached; try again later',
    );
    expect(await rollover.run(world)).toMatchObject({
      state: 'blocked',
      step: 'delete',
      reason: 'Cloudflare could not be reached; try again later',
    });
    world.providerFault = null;
    expect(await rollover.run(world)).toMatchObject({ state: 'finished' });
  });

  it('a person who has not added or deleted yet is asked again, and nothing else happens', async () => {
    const world = simpleWorld({ provider: { name: 'manual' }, nameServers: TWO_NAME_SERVERS.slice(0, 1) });
    await rollover.run(world);
    world.pass(MINUTE);
    expect(await rollover.run(world)).toMatchObject({ state: 'waiting', step: 'propagate' });
    world.pass(MINUTE);
    const { history } = await rollover.run(world);
    const asks = history.filter(({ step }) => step === 'propagate');
    expect(asks).toHaveLength(1);
    expect(asks[0]?.text).toMatch(
      /^asked you to publish 3 1 1 .* \(3 times, the last time at 2026-05-01 00:02:00 UTC\)$/,
    );
    expect(new Set(world.asked)).toEqual(new Set([`add ${keyRecord(NEXT)}`]));
    world.zone = [...world.zone, keyAt(NEXT)];
    await rollover.runTo(world, 'delete');
    expect(world.asked.at(-1)).toBe(`delete ${keyRecord(OLD)}`);
    world.zone = [keyAt(NEXT)];
    world.pass(MINUTE);
    expect(await rollover.run(world)).toMatchObject({ state: 'finished' });
    expect(world.mismatches).toEqual([]);
  });

  it('nothing is under way', async () => {
    expect(await rollover.run(simpleWorld(), null)).toMatchObject({ state: 'nothing-to-do' });
  });
});
