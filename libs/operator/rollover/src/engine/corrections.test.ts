import { beforeEach, describe, expect, it } from 'vitest';

import { DrivenRollover } from '../../../../../test/support/driven-rollover.js';
import {
  keyAt,
  NEXT,
  OLD,
  OTHER_NEXT,
  SERVER_OPTIONS,
  simpleWorld,
  TTL,
  TWO_NAME_SERVERS,
  twoAddresses,
} from '../../../../../test/support/rollover-scenes.js';
import type { RolloverOptions } from '../state/rollover-options.js';
import type { StoredState } from '../state/stored-state.js';
import { drive } from './drive.js';
import { statusOf } from './rollover-status.js';

const ONE_NAME_SERVER = { nameServers: TWO_NAME_SERVERS.slice(0, 1) };
const LONG = 1_000_000;

let rollover: DrivenRollover<StoredState>;

beforeEach(() => {
  rollover = new DrivenRollover(drive);
});

function serverOptions(target: Partial<typeof SERVER_OPTIONS.target>, others: Partial<RolloverOptions> = {}) {
  return { ...SERVER_OPTIONS, ...others, target: { ...SERVER_OPTIONS.target, ...target } } as RolloverOptions;
}

describe('what was given wrongly', () => {
  it('a reload command is corrected by giving it anew, for the runs after it as well', async () => {
    const world = simpleWorld(ONE_NAME_SERVER);
    await rollover.run(world, serverOptions({ reload: 'postfix relaod' }));
    world.pass(LONG);
    world.reloadFault = 'the reload command failed (exit status 1): postfix relaod';
    expect(await rollover.run(world, null)).toMatchObject({ state: 'blocked', step: 'switch' });

    world.reloadFault = null;
    const corrected = serverOptions({ reload: 'postfix reload' });
    expect(await rollover.run(world, corrected)).toMatchObject({ state: 'waiting', step: 'retire' });
    await rollover.run(world, null);
    expect(rollover.opened.at(-1)).toEqual(corrected);
  });

  it('what the records depend on is not changed on the way, and is named', async () => {
    const world = simpleWorld();
    await rollover.run(world);
    expect(
      await rollover.run(world, serverOptions({ nextCert: '/elsewhere.pem', scheme: '3-1-1+2-1-1' })),
    ).toMatchObject({
      state: 'blocked',
      reason: expect.stringContaining('with another --next-cert, --scheme: let it finish first'),
    });
  });

  it('a file that the server does not load is noticed before anything is published', async () => {
    const world = simpleWorld({ current: OTHER_NEXT });
    expect(await rollover.run(world)).toMatchObject({
      state: 'blocked',
      step: 'prepare',
      reason: expect.stringMatching(
        /^192\.0\.2\.1 port 25 presents another key than that of the current certificate/,
      ),
    });
    expect(world.zone).toEqual([keyAt(OLD)]);
  });
});

describe('how it stands', () => {
  it('is blocked until a run has found that nothing is wrong any more', async () => {
    const world = simpleWorld(ONE_NAME_SERVER);
    await rollover.run(world);
    world.pass(LONG);
    world.reloadFault = 'the reload command failed: postfix is not running';
    const blocked = await rollover.run(world);
    expect(blocked.state).toBe('blocked');
    expect(statusOf(rollover.stored!, world.now)).toMatchObject({
      state: 'blocked',
      reason: expect.stringMatching(/^the reload command failed: postfix is not running \(since .* UTC\)$/),
    });
    world.reloadFault = null;
    await rollover.run(world);
    expect(statusOf(rollover.stored!, world.now)).toMatchObject({ state: 'waiting', reason: null });
  });
});

describe('the time that is waited', () => {
  it('goes by the records that are there, whatever new names would have', async () => {
    await rollover.run(simpleWorld(ONE_NAME_SERVER), { ...SERVER_OPTIONS, ttl: 3600 });
    expect(rollover.stored?.ttl).toBe(TTL);
  });

  it('goes by what caches may still remember, where somebody says so', async () => {
    await rollover.run(simpleWorld(ONE_NAME_SERVER), { ...SERVER_OPTIONS, leastTtl: 86_400 });
    expect(rollover.stored?.ttl).toBe(86_400);
  });
});

it('deletes nothing at a name that other hosts may share', async () => {
  const world = simpleWorld({ ...ONE_NAME_SERVER, addresses: twoAddresses(OLD) });
  const options = serverOptions({ tlsaName: '_25._tcp.mail.example.test.' });
  for (let count = 0; count < 4; count += 1) {
    await rollover.run(world, options);
    world.pass(LONG);
  }
  expect(await rollover.run(world, null)).toMatchObject({ state: 'finished' });
  expect(world.zone).toEqual([keyAt(OLD), keyAt(NEXT)]);
  expect(rollover.stored?.history.map(({ text }) => text)).toContainEqual(
    expect.stringContaining('nothing was deleted: other hosts may present'),
  );
});
