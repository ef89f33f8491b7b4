import { beforeEach, describe, expect, it } from 'vitest';

import { DrivenRollover } from '../../../../../test/support/driven-rollover.js';
import { keyRecord, wrongRecord } from '../../../../../test/support/rollover-certificates.js';
import {
  applianceWorld,
  dataOf,
  keyAndIssuer,
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
const HOUR = 60 * MINUTE;

let rollover: DrivenRollover<StoredState>;

beforeEach(() => {
  rollover = new DrivenRollover(drive);
});

describe('a rollover as it should be', () => {
  it('waits for stored times, and needs no run in between', async () => {
    const world = simpleWorld({ nameServers: TWO_NAME_SERVERS.slice(0, 1) });
    const begun = await rollover.run(world);
    const opensAt = WORLD_BEGAN + 2 * TTL * 1_000;
    expect(begun).toMatchObject({ state: 'waiting', step: 'propagate', waitUntil: opensAt });
    expect(dataOf(world)).toEqual([keyRecord(OLD), keyRecord(NEXT)]);
    expect(world.installs).toBe(0);

    world.pass(2 * TTL * 1_000 - 1);
    expect(await rollover.run(world, null)).toMatchObject({
      state: 'waiting',
      step: 'propagate',
      waitUntil: opensAt,
    });
    expect(world.installs).toBe(0);

    world.pass(HOUR);
    const deletesAt = world.now + 2 * TTL * 1_000;
    expect(await rollover.run(world, null)).toMatchObject({
      state: 'waiting',
      step: 'retire',
      waitUntil: deletesAt,
    });
    expect(world.installs).toBe(1);
    expect(dataOf(world)).toEqual([keyRecord(OLD), keyRecord(NEXT)]);

    world.pass(2 * TTL * 1_000);
    const finished = await rollover.run(world, null);
    expect(finished).toMatchObject({ state: 'finished', step: 'finished', reason: null });
    expect(finished.done.map(({ step }) => step)).toEqual(['delete', 'final-check']);
    expect(dataOf(world)).toEqual([keyRecord(NEXT)]);
    expect(world.mismatches).toEqual([]);

    expect(await rollover.run(world, null)).toMatchObject({ state: 'finished', done: [] });
    expect(await rollover.run(world)).toMatchObject({ state: 'nothing-to-do' });
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
    await rollover.run({ ports: () => ports });
    world.pass(2 * MINUTE);
    await rollover.run(world);
    expect(rollover.stored).toMatchObject({ ttl: 7_200, seenAt: world.now });
    const report = await rollover.run(world);
    expect(report).toMatchObject({ waitUntil: world.now + 2 * 7_200_000 });
    expect(report.plan.find(({ step }) => step === 'propagate')?.text).toBe(
      'wait until every name server has shown them for two TTLs (2 × 2 h)',
    );
  });

  it('publishes the current record before the next one where there is none', async () => {
    const world = simpleWorld({ zone: [] });
    await rollover.run(world);
    expect(world.calls.filter((call) => call.startsWith('add'))).toEqual([
      `add ${NAME} ${keyRecord(OLD)}`,
      `add ${NAME} ${keyRecord(NEXT)}`,
    ]);
  });

  it('keeps the TTL of the records that are there, and gives the one of its options where there is none', async () => {
    const [empty, present] = [simpleWorld({ zone: [], ttl: 900 }), simpleWorld({ ttl: 900 })];
    await rollover.run(empty);
    expect(empty.addedTtls).toEqual([TTL, TTL]);
    rollover.stored = null;
    await rollover.run(present);
    expect(present.addedTtls).toEqual([900]);
  });

  it('publishes, keeps and deletes the records of both schemes', async () => {
    const world = simpleWorld({ recordsOf: keyAndIssuer, zone: keyAndIssuer(OLD) });
    await rollover.runTo(world, 'retire');
    expect(dataOf(world)).toHaveLength(3);
    await rollover.runTo(world, 'finished');
    expect(new Set(world.zone)).toEqual(new Set(keyAndIssuer(NEXT)));
  });

  it('recomputes what is wrong on purpose, and keeps it wrong', async () => {
    const world = applianceWorld();
    await rollover.runTo(world, 'finished');
    const wrong = world.zone.filter(({ name }) => name !== NAME).map(({ data }) => data);
    expect(wrong).toEqual([wrongRecord(keyRecord(world.installed))]);
    expect(world.mismatches).toEqual([]);
  });
});

it('reports where every step stands and when the next can begin', async () => {
  const world = simpleWorld({ nameServers: TWO_NAME_SERVERS.slice(0, 1) });
  const { plan, records } = await rollover.run(world);
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
