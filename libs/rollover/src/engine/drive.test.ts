import { beforeEach, describe, expect, it } from 'vitest';

import { ProviderError } from '#providers';

import {
  applianceWorld,
  at,
  ELLIPTIC,
  HOST,
  keyAndIssuer,
  keyAt,
  NAME,
  NEXT,
  OLD,
  OTHER_NEXT,
  RENEWED,
  SERVER_OPTIONS,
  simpleWorld,
  TTL,
  TWO_NAME_SERVERS,
  twoAddresses,
} from '../../../../test/support/rollover-scenes.js';
import { keyRecord, wrongRecord } from '../../../../test/support/rollover-certificates.js';
import { type RolloverWorld, WORLD_BEGAN } from '../../../../test/support/rollover-world.js';
import type { RolloverOptions } from '../state/rollover-options.js';
import type { StoredState } from '../state/stored-state.js';
import { drive } from './drive.js';
import type { RolloverReport } from './rollover-report.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let stored: StoredState | null;

beforeEach(() => {
  stored = null;
});

function run(
  world: RolloverWorld,
  options: RolloverOptions | null = SERVER_OPTIONS,
): Promise<RolloverReport> {
  return drive(HOST, options, () => Promise.resolve(world.ports()), {
    read: () => Promise.resolve(stored),
    write: (state) => {
      stored = state;
      return Promise.resolve();
    },
  });
}

/** Runs every minute until it stands at the step, with whatever state. */
async function runTo(world: RolloverWorld, step: RolloverReport['step']): Promise<RolloverReport> {
  for (let minute = 0; minute < 100; minute += 1) {
    const report = await run(world);
    if (report.step === step) return report;
    if (report.state === 'blocked') throw new Error(report.reason ?? '');
    world.pass(MINUTE);
  }
  throw new Error(`It never comes to ${step}`);
}

function dataOf(world: RolloverWorld): string[] {
  return world.zone.filter(({ name }) => name === NAME).map(({ data }) => data);
}

describe('a rollover as it should be', () => {
  it('waits for stored times, and needs no run in between', async () => {
    const world = simpleWorld({ nameServers: TWO_NAME_SERVERS.slice(0, 1) });
    const begun = await run(world);
    const opensAt = WORLD_BEGAN + 2 * TTL * 1_000;
    expect(begun).toMatchObject({ state: 'waiting', step: 'propagate', waitUntil: opensAt });
    expect(dataOf(world)).toEqual([keyRecord(OLD), keyRecord(NEXT)]);
    expect(world.installs).toBe(0);

    world.pass(2 * TTL * 1_000 - 1);
    expect(await run(world, null)).toMatchObject({ state: 'waiting', step: 'propagate', waitUntil: opensAt });
    expect(world.installs).toBe(0);

    world.pass(HOUR);
    const deletesAt = world.now + 2 * TTL * 1_000;
    expect(await run(world, null)).toMatchObject({ state: 'waiting', step: 'retire', waitUntil: deletesAt });
    expect(world.installs).toBe(1);
    expect(dataOf(world)).toEqual([keyRecord(OLD), keyRecord(NEXT)]);

    world.pass(2 * TTL * 1_000);
    const finished = await run(world, null);
    expect(finished).toMatchObject({ state: 'finished', step: 'finished', reason: null });
    expect(finished.done.map(({ step }) => step)).toEqual(['delete', 'final-check']);
    expect(dataOf(world)).toEqual([keyRecord(NEXT)]);
    expect(world.mismatches).toEqual([]);

    expect(await run(world, null)).toMatchObject({ state: 'finished', done: [] });
    expect(await run(world)).toMatchObject({ state: 'nothing-to-do' });
  });

  it('waits for the greatest TTL that it has seen anywhere', async () => {
    const world = simpleWorld();
    const asked = world.ports().askNameServers;
    const slow = async (name: string) => {
      const view = await asked(name);
      if (view.kind === 'unknown' || view.servers[0].answer.kind !== 'answered') return view;
      const first = { ...view.servers[0], answer: { ...view.servers[0].answer, ttl: 7_200 } };
      return { ...view, servers: [first, ...view.servers.slice(1)] as const };
    };
    const ports = { ...world.ports(), askNameServers: slow };
    const journal = {
      read: () => Promise.resolve(stored),
      write: async (state: StoredState) => void (stored = state),
    };
    await drive(HOST, SERVER_OPTIONS, () => Promise.resolve(ports), journal);
    world.pass(2 * MINUTE);
    await run(world);
    expect(stored).toMatchObject({ ttl: 7_200, seenAt: world.now });
    expect(await run(world)).toMatchObject({ waitUntil: world.now + 2 * 7_200_000 });
  });

  it('publishes the current record before the next one where there is none', async () => {
    const world = simpleWorld({ zone: [] });
    await run(world);
    expect(world.calls.filter((call) => call.startsWith('add'))).toEqual([
      `add ${NAME} ${keyRecord(OLD)}`,
      `add ${NAME} ${keyRecord(NEXT)}`,
    ]);
  });

  it('keeps the TTL of the records that are there, and gives the one of its options where there is none', async () => {
    const [empty, present] = [simpleWorld({ zone: [], ttl: 900 }), simpleWorld({ ttl: 900 })];
    await run(empty);
    expect(empty.addedTtls).toEqual([TTL, TTL]);
    stored = null;
    await run(present);
    expect(present.addedTtls).toEqual([900]);
  });

  it('publishes, keeps and deletes the records of both schemes', async () => {
    const world = simpleWorld({ recordsOf: keyAndIssuer, zone: keyAndIssuer(OLD) });
    await runTo(world, 'retire');
    expect(dataOf(world)).toHaveLength(3);
    await runTo(world, 'finished');
    expect(new Set(world.zone)).toEqual(new Set(keyAndIssuer(NEXT)));
  });

  it('recomputes what is wrong on purpose, and keeps it wrong', async () => {
    const world = applianceWorld();
    await runTo(world, 'finished');
    const wrong = world.zone.filter(({ name }) => name !== NAME).map(({ data }) => data);
    expect(wrong).toEqual([wrongRecord(keyRecord(world.installed))]);
    expect(world.mismatches).toEqual([]);
  });
});

describe('a renewal that keeps the key', () => {
  it('installs the certificate at once and changes nothing in DNS', async () => {
    const world = simpleWorld({ next: [RENEWED] });
    const report = await run(world);
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
    expect(await run(world)).toMatchObject({ state: 'nothing-to-do' });
    expect(world.installs).toBe(0);
    expect(stored).toBeNull();
  });

  it('does not cry out for silence and outages when the certificate is in use already, and leaves the provider alone', async () => {
    const silent = { ...TWO_NAME_SERVERS[1]!, isSilent: () => true };
    const world = simpleWorld({ next: [OLD], nameServers: [TWO_NAME_SERVERS[0]!, silent] });
    world.options.addresses[1]!.isUnreachable = true;
    expect(await run(world)).toMatchObject({ state: 'nothing-to-do' });
    expect(world.calls.filter((call) => call.startsWith('list'))).toEqual([]);
    expect(stored).toBeNull();
  });

  it('publishes the record of a certificate that is in use already, when others are there', async () => {
    const world = simpleWorld({ next: [OLD], zone: [keyAt(NEXT)] });
    await runTo(world, 'finished');
    expect(dataOf(world)).toEqual([keyRecord(OLD)]);
  });

  it('loads the certificate when it is in the file and not in use', async () => {
    const world = simpleWorld({
      current: NEXT,
      loaded: OLD,
      next: [NEXT],
      zone: [keyAt(OLD), keyAt(NEXT)],
    });
    expect(await run(world)).toMatchObject({ state: 'finished' });
    expect(world.options.addresses.map(({ chains }) => chains)).toEqual([[NEXT], [NEXT]]);
    expect(world.mismatches).toEqual([]);
  });

  it('mends records that are not there for the key in use', async () => {
    const world = simpleWorld({ next: [RENEWED], zone: [keyAt(NEXT)] });
    await runTo(world, 'finished');
    expect(dataOf(world)).toEqual([keyRecord(OLD)]);
  });

  it('publishes nothing for a server that has no records', async () => {
    const world = simpleWorld({ next: [RENEWED], zone: [] });
    expect(await run(world)).toMatchObject({ state: 'finished' });
    expect(world.zone).toEqual([]);
    expect(world.installed).toBe(RENEWED);
  });
});

describe('a certificate that is renewed once more', () => {
  it('is not mixed up with the one that is under way, and follows when that is finished', async () => {
    const world = simpleWorld();
    await runTo(world, 'retire');
    world.offer(OTHER_NEXT);
    const following = await runTo(world, 'propagate');
    expect(following.done.map(({ step }) => step)).toEqual(
      expect.arrayContaining(['final-check', 'prepare', 'publish']),
    );
    expect(world.installed).toBe(NEXT);
    await runTo(world, 'finished');
    expect(world.installed).toBe(OTHER_NEXT);
    expect(dataOf(world)).toEqual([keyRecord(OTHER_NEXT)]);
    expect(world.mismatches).toEqual([]);
  });

  it('is taken at once when the preparation of the one before was interrupted', async () => {
    const world = simpleWorld();
    await world.ports().certificates.prepare();
    world.offer(OTHER_NEXT);
    expect(await run(world)).toMatchObject({ records: { next: [keyAt(OTHER_NEXT)] } });
  });
});

describe('what it never does', () => {
  it('deletes a record of another chain that is served, though the next certificate does not need it', async () => {
    const world = simpleWorld({
      zone: [keyAt(OLD), keyAt(ELLIPTIC)],
      addresses: twoAddresses(OLD, ELLIPTIC),
    });
    await runTo(world, 'finished');
    expect(new Set(dataOf(world))).toEqual(new Set([keyRecord(ELLIPTIC), keyRecord(NEXT)]));
  });

  it('deletes anything as long as one address presents the old certificate', async () => {
    const world = simpleWorld();
    await runTo(world, 'propagate');
    world.options.addresses[1]!.isStuck = true;
    await expect(runTo(world, 'retire')).rejects.toThrow(
      '2001:db8::1 port 25 presents another certificate than the next one: the reload had no effect there',
    );
    world.pass(24 * HOUR);
    expect(await run(world)).toMatchObject({ state: 'blocked', step: 'switch' });
    expect(world.installs).toBe(2);
    expect(dataOf(world)).toEqual([keyRecord(OLD), keyRecord(NEXT)]);

    world.options.addresses[1]!.isStuck = false;
    await runTo(world, 'finished');
    expect(dataOf(world)).toEqual([keyRecord(NEXT)]);
    expect(world.mismatches).toEqual([]);
  });

  it('deletes anything when an address presents the old certificate again', async () => {
    const world = simpleWorld();
    await runTo(world, 'retire');
    world.options.addresses[0]!.chains = [OLD];
    world.pass(HOUR);
    const report = await run(world);
    expect(report).toMatchObject({ state: 'blocked', step: 'delete' });
    expect(report.reason).toContain('192.0.2.1 port 25 presents another certificate than the next one');
    expect(report.reason).toContain('nothing was deleted');
    expect(dataOf(world)).toEqual([keyRecord(OLD), keyRecord(NEXT)]);
  });

  it('deletes anything when an address cannot be asked', async () => {
    const world = simpleWorld();
    await runTo(world, 'retire');
    world.options.addresses[1]!.isUnreachable = true;
    world.pass(HOUR);
    expect(await run(world)).toMatchObject({
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
      await run(world, keeping);
      world.pass(MINUTE);
    }
    expect(new Set(world.zone)).toEqual(new Set([elsewhere, at(backup), keyAt(NEXT)]));
  });

  it('switches while a name server lags, and says which', async () => {
    const world = simpleWorld();
    const report = await run(world);
    expect(report).toMatchObject({ state: 'waiting', step: 'propagate', waitUntil: null });
    expect(report.reason).toContain('ns2.example.test [192.0.2.54] does not show 3 1 1 ');
    expect(report.reason).toContain(`at ${NAME}: it shows 3 1 1 `);
    world.pass(60_000);
    expect(await run(world)).toMatchObject({ state: 'waiting', step: 'propagate', waitUntil: null });
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
      expect(await run(world)).toMatchObject({ state: 'waiting', step: 'propagate' });
      world.pass(MINUTE);
    }
    const report = await run(world);
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
    expect(await run(world)).toMatchObject({ waitUntil: WORLD_BEGAN + 2 * TTL * 1_000 });
    world.pass(2 * MINUTE);
    const closed = await run(world);
    expect(closed).toMatchObject({ state: 'waiting', step: 'propagate', waitUntil: null });
    expect(closed.done[0]?.text).toContain(
      'the wait begins anew: ns2.example.test [192.0.2.54] does not show',
    );
    world.pass(8 * MINUTE);
    expect(await run(world)).toMatchObject({ waitUntil: forth + 2 * TTL * 1_000 });
    await runTo(world, 'finished');
    expect(world.mismatches).toEqual([]);
  });

  it('installs once more after an interruption when the records are gone meanwhile', async () => {
    const world = simpleWorld({ nameServers: TWO_NAME_SERVERS.slice(0, 1) });
    await run(world);
    world.pass(2 * TTL * 1_000);
    world.reloadFault = 'the reload command failed: postfix is not running';
    expect(await run(world)).toMatchObject({ state: 'blocked', step: 'switch', reason: world.reloadFault });
    world.zone = [keyAt(OLD)];
    world.pass(MINUTE);
    expect(await run(world)).toMatchObject({ state: 'waiting', step: 'propagate', waitUntil: null });
    expect(world.installs).toBe(1);
    // It was published again; from there on it takes its time.
    expect(dataOf(world)).toEqual([keyRecord(OLD), keyRecord(NEXT)]);
    world.reloadFault = null;
    await runTo(world, 'finished');
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
    await run(world);
    world.pass(3 * MINUTE);
    const report = await run(world);
    expect(report).toMatchObject({ state: 'waiting', step: 'propagate', waitUntil: null });
    expect(report.reason).toBe('ns2.example.test [192.0.2.54] does not answer');
    world.pass(2 * MINUTE);
    expect(await run(world)).toMatchObject({ step: 'retire' });
    expect(world.mismatches).toEqual([]);
  });
});

describe('what holds it up and is told in a line', () => {
  it('a clock that is behind what was recorded', async () => {
    const world = simpleWorld();
    await run(world);
    world.now -= 10 * MINUTE;
    const before = stored;
    expect(await run(world)).toMatchObject({
      state: 'blocked',
      reason:
        "this machine's clock says 2026-04-30 23:50:00 UTC, which is behind what was recorded at 2026-05-01 00:00:00 UTC: set it right; nothing was changed",
    });
    expect(stored).toEqual(before);
  });

  it('other options while it is under way, and the same ones go on', async () => {
    const world = simpleWorld();
    await run(world);
    expect(await run(world, { ...SERVER_OPTIONS, ttl: 77 })).toMatchObject({
      state: 'blocked',
      reason:
        'a rollover of mail.example.test is under way since 2026-05-01 00:00:00 UTC, with another --ttl: let it finish first (run without options goes on with it); nothing was changed',
    });
    expect(await run(world, { ...SERVER_OPTIONS })).toMatchObject({ state: 'waiting', step: 'propagate' });
  });

  it('a provider that fails half-way, and the next run goes on', async () => {
    const world = simpleWorld({ nameServers: TWO_NAME_SERVERS.slice(0, 1) });
    await runTo(world, 'retire');
    world.pass(HOUR);
    world.providerFault = new ProviderError(
      'unavailable',
      'Cloudflare could not be reached; try again later',
    );
    expect(await run(world)).toMatchObject({
      state: 'blocked',
      step: 'delete',
      reason: 'Cloudflare could not be reached; try again later',
    });
    world.providerFault = null;
    expect(await run(world)).toMatchObject({ state: 'finished' });
  });

  it('a person who has not added or deleted yet is asked again, and nothing else happens', async () => {
    const world = simpleWorld({ provider: { name: 'manual' }, nameServers: TWO_NAME_SERVERS.slice(0, 1) });
    await run(world);
    world.pass(MINUTE);
    expect(await run(world)).toMatchObject({ state: 'waiting', step: 'propagate' });
    expect(new Set(world.asked)).toEqual(new Set([`add ${keyRecord(NEXT)}`]));
    world.zone = [...world.zone, keyAt(NEXT)];
    await runTo(world, 'delete');
    expect(world.asked.at(-1)).toBe(`delete ${keyRecord(OLD)}`);
    world.zone = [keyAt(NEXT)];
    world.pass(MINUTE);
    expect(await run(world)).toMatchObject({ state: 'finished' });
    expect(world.mismatches).toEqual([]);
  });

  it('nothing is under way', async () => {
    expect(await run(simpleWorld(), null)).toMatchObject({ state: 'nothing-to-do' });
  });
});

describe('mistakes that broke real servers', () => {
  it('the new record deleted instead of the old: the one that stays is the one that is served', async () => {
    const world = simpleWorld();
    await runTo(world, 'finished');
    expect(dataOf(world)).toEqual([keyRecord(NEXT)]);
    expect(world.options.addresses.every(({ chains }) => chains[0] === NEXT)).toBe(true);
    expect(world.mismatches).toEqual([]);
  });

  it('the new record deleted by somebody else: it is published again, and the wait begins anew', async () => {
    const world = simpleWorld({ nameServers: TWO_NAME_SERVERS.slice(0, 1) });
    await run(world);
    world.pass(MINUTE);
    world.zone = [keyAt(OLD)];
    expect(await run(world)).toMatchObject({ state: 'waiting', step: 'propagate', waitUntil: null });
    expect(dataOf(world)).toEqual([keyRecord(OLD), keyRecord(NEXT)]);
    const seen = await run(world);
    expect(seen.waitUntil).toBe(world.now + 2 * TTL * 1_000);
    await runTo(world, 'finished');
    expect(world.mismatches).toEqual([]);
  });

  it('"Record already exists" taken for a failure: it counts as added', async () => {
    const world = simpleWorld({ zone: [keyAt(OLD), keyAt(NEXT)] });
    const report = await run(world);
    expect(report.state).toBe('waiting');
    expect(report.done.filter(({ step }) => step === 'publish').map(({ text }) => text)).toEqual([
      expect.stringMatching(/is published at _25\._tcp\.mail\.example\.test\. already$/),
      expect.stringMatching(/is published at _25\._tcp\.mail\.example\.test\. already$/),
    ]);
    await runTo(world, 'finished');
    expect(dataOf(world)).toEqual([keyRecord(NEXT)]);
  });
});

it('reports where every step stands and when the next can begin', async () => {
  const world = simpleWorld({ nameServers: TWO_NAME_SERVERS.slice(0, 1) });
  const { plan, records } = await run(world);
  const twoTtls = 2 * TTL * 1_000;
  expect(plan.map(({ step, notBefore, doneAt }) => [step, notBefore, doneAt])).toEqual([
    ['prepare', null, WORLD_BEGAN],
    ['publish', null, WORLD_BEGAN],
    ['propagate', WORLD_BEGAN, null],
    ['switch', WORLD_BEGAN + twoTtls, null],
    ['verify', WORLD_BEGAN + twoTtls, null],
    ['retire', WORLD_BEGAN + twoTtls, null],
    ['delete', WORLD_BEGAN + 2 * twoTtls, null],
    ['final-check', WORLD_BEGAN + 2 * twoTtls, null],
  ]);
  expect(records).toEqual({ current: [keyAt(OLD)], next: [keyAt(NEXT)], toDelete: [keyAt(OLD)] });
});
