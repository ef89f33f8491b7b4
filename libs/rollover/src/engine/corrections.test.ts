import { beforeEach, describe, expect, it } from 'vitest';

import {
  HOST,
  keyAt,
  NEXT,
  OLD,
  OTHER_NEXT,
  SERVER_OPTIONS,
  simpleWorld,
  TTL,
  TWO_NAME_SERVERS,
  twoAddresses,
} from '../../../../test/support/rollover-scenes.js';
import { type RolloverWorld } from '../../../../test/support/rollover-world.js';
import type { RolloverOptions } from '../state/rollover-options.js';
import type { StoredState } from '../state/stored-state.js';
import { drive } from './drive.js';
import type { RolloverReport } from './rollover-report.js';
import { statusOf } from './rollover-status.js';

const ONE_NAME_SERVER = { nameServers: TWO_NAME_SERVERS.slice(0, 1) };
const LONG = 1_000_000;

let stored: StoredState | null;
let asked: RolloverOptions[];

beforeEach(() => {
  stored = null;
  asked = [];
});

function run(
  world: RolloverWorld,
  options: RolloverOptions | null = SERVER_OPTIONS,
): Promise<RolloverReport> {
  const openPorts = (opened: RolloverOptions) => {
    asked.push(opened);
    return Promise.resolve(world.ports());
  };
  return drive(HOST, options, openPorts, {
    read: () => Promise.resolve(stored),
    write: (state) => {
      stored = state;
      return Promise.resolve();
    },
  });
}

function serverOptions(target: Partial<typeof SERVER_OPTIONS.target>, others: Partial<RolloverOptions> = {}) {
  return { ...SERVER_OPTIONS, ...others, target: { ...SERVER_OPTIONS.target, ...target } } as RolloverOptions;
}

describe('what was given wrongly', () => {
  it('a reload command is corrected by giving it anew, for the runs after it as well', async () => {
    const world = simpleWorld(ONE_NAME_SERVER);
    await run(world, serverOptions({ reload: 'postfix relaod' }));
    world.pass(LONG);
    world.reloadFault = 'the reload command failed (exit status 1): postfix relaod';
    expect(await run(world, null)).toMatchObject({ state: 'blocked', step: 'switch' });

    world.reloadFault = null;
    const corrected = serverOptions({ reload: 'postfix reload' });
    expect(await run(world, corrected)).toMatchObject({ state: 'waiting', step: 'retire' });
    await run(world, null);
    expect(asked.at(-1)).toEqual(corrected);
  });

  it('what the records depend on is not changed on the way, and is named', async () => {
    const world = simpleWorld();
    await run(world);
    expect(
      await run(world, serverOptions({ nextCert: '/elsewhere.pem', scheme: '3-1-1+2-1-1' })),
    ).toMatchObject({
      state: 'blocked',
      reason: expect.stringContaining('with another --next-cert, --scheme: let it finish first'),
    });
  });

  it('a file that the server does not load is noticed before anything is published', async () => {
    const world = simpleWorld({ current: OTHER_NEXT });
    expect(await run(world)).toMatchObject({
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
    await run(world);
    world.pass(LONG);
    world.reloadFault = 'the reload command failed: postfix is not running';
    const blocked = await run(world);
    expect(blocked.state).toBe('blocked');
    expect(statusOf(stored!, world.now)).toMatchObject({
      state: 'blocked',
      reason: expect.stringMatching(/^the reload command failed: postfix is not running \(since .* UTC\)$/),
    });
    world.reloadFault = null;
    await run(world);
    expect(statusOf(stored!, world.now)).toMatchObject({ state: 'waiting', reason: null });
  });
});

describe('the time that is waited', () => {
  it('goes by the records that are there, whatever new names would have', async () => {
    await run(simpleWorld(ONE_NAME_SERVER), { ...SERVER_OPTIONS, ttl: 3600 });
    expect(stored?.ttl).toBe(TTL);
  });

  it('goes by what caches may still remember, where somebody says so', async () => {
    await run(simpleWorld(ONE_NAME_SERVER), { ...SERVER_OPTIONS, leastTtl: 86_400 });
    expect(stored?.ttl).toBe(86_400);
  });
});

it('deletes nothing at a name that other hosts may share', async () => {
  const world = simpleWorld({ ...ONE_NAME_SERVER, addresses: twoAddresses(OLD) });
  const options = serverOptions({ tlsaName: '_25._tcp.mail.example.test.' });
  for (let count = 0; count < 4; count += 1) {
    await run(world, options);
    world.pass(LONG);
  }
  expect(await run(world, null)).toMatchObject({ state: 'finished' });
  expect(world.zone).toEqual([keyAt(OLD), keyAt(NEXT)]);
  expect(stored?.history.map(({ text }) => text)).toContainEqual(
    expect.stringContaining('nothing was deleted: other hosts may present'),
  );
});
