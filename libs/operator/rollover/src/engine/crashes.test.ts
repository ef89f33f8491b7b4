import { beforeAll, describe, expect, inject, it } from 'vitest';

import {
  applianceWorld,
  at,
  ELLIPTIC,
  keyAndIssuer,
  keyAt,
  NEXT,
  OLD,
  RENEWED,
  SERVER_OPTIONS,
  simpleWorld,
  twoAddresses,
} from '../../../../../test/support/rollover-scenes.js';
import { Killed, type RolloverWorld } from '../../../../../test/support/rollover-world.js';
import { hasRecord, unionOf } from '../planned-record.js';
import type { Journal } from '../state/journal.js';
import type { StoredState } from '../state/stored-state.js';
import { drive } from './drive.js';
import type { RolloverReport } from './rollover-report.js';

/** As files are: what was written is there, also when the process is killed right after. */
function journalOf(world: RolloverWorld): Journal {
  let stored: StoredState | null = null;
  return {
    read: () => world.call('read', () => stored),
    write: (state) => world.call('write', () => void (stored = state)),
  };
}

/** A job that runs every minute, killed where the world says so, until it reports the end. */
async function rollOver(world: RolloverWorld): Promise<RolloverReport> {
  const journal = journalOf(world);
  for (let run = 0; run < 200; run += 1) {
    const report = await drive(
      'mail.example.test',
      SERVER_OPTIONS,
      () => Promise.resolve(world.ports()),
      journal,
    ).catch((error: unknown) => {
      if (error instanceof Killed) return null;
      throw error;
    });
    if (report === null) world.revive();
    else if (report.state === 'finished' || report.state === 'nothing-to-do') return report;
    else if (report.state === 'blocked') throw new Error(report.reason ?? '');
    world.pass(60_000);
  }
  throw new Error('It does not come to an end');
}

/** What must be the same, whether and where it was killed; which of the keys was made may differ. */
function endOf(world: RolloverWorld) {
  const { options, installed, zone, mismatches, hasKeptCopy } = world;
  const besides = options.zone.filter(({ data }) => data === keyAt(ELLIPTIC).data);
  const expected = unionOf(options.recordsOf(installed), besides);
  return {
    mismatches,
    hasKeptCopy,
    isNew: installed !== options.current,
    isServed: options.addresses.every(({ chains }) => chains.includes(installed)),
    superfluous: zone.filter((record) => !hasRecord(expected, record)),
    missing: expected.filter((record) => !hasRecord(zone, record)),
  };
}

const WELL: ReturnType<typeof endOf> = {
  mismatches: [],
  hasKeptCopy: false,
  isNew: true,
  isServed: true,
  superfluous: [],
  missing: [],
};

/**
 * Every how manieth call it is killed at, unless the run is exhaustive: a path to an issuer takes a hundred times as long to verify as
 * a key.
 */
const SCENES: readonly (readonly [title: string, scene: () => RolloverWorld, stride: number])[] = [
  ['one key after the other', () => simpleWorld(), 7],
  ['a key and its issuer', () => simpleWorld({ recordsOf: keyAndIssuer, zone: keyAndIssuer(OLD) }), 80],
  ['another kind of key', () => simpleWorld({ next: [ELLIPTIC] }), 17],
  [
    'records that nobody needs',
    () => simpleWorld({ zone: [keyAt(OLD), at(`3 1 1 ${'0f'.repeat(32)}`)] }),
    13,
  ],
  ['no record at all before', () => simpleWorld({ zone: [] }), 13],
  ['a renewed certificate with the same key', () => simpleWorld({ next: [RENEWED] }), 7],
  ['an elliptic certificate besides', withElliptic, 17],
  ['made keys and wrong records', applianceWorld, 23],
];

function withElliptic(): RolloverWorld {
  return simpleWorld({ zone: [keyAt(OLD), keyAt(ELLIPTIC)], addresses: twoAddresses(OLD, ELLIPTIC) });
}

describe.each(SCENES)('a rollover with %s', (_, scene, stride) => {
  let unharmed: RolloverWorld;

  beforeAll(async () => {
    unharmed = scene();
    await rollOver(unharmed);
  });

  it('ends with the next certificate and its records alone, and no sender finds a mismatch', () => {
    expect(endOf(unharmed)).toEqual(WELL);
    expect(unharmed.calls.length).toBeGreaterThan(20);
  });

  it.each(['before', 'after'] as const)(
    'does the same when it is killed %s whatever it does',
    { timeout: 600_000 },
    async (when) => {
      const calls = callsToKillAt(unharmed, when, inject('exhaustive') ? 1 : stride);
      expect(calls).not.toEqual([]);
      for (const call of calls) {
        const world = scene();
        world.killAt = { call, when };
        await rollOver(world);
        const killed = `${when} call ${call}: ${unharmed.calls[call - 1] ?? ''}`;
        expect({ killed, ...endOf(world) }).toEqual({ killed, ...WELL });
      }
    },
  );
});

/** Before one call is after the one before it: the two samples are different moments. */
function callsToKillAt({ calls }: RolloverWorld, when: 'before' | 'after', stride: number): number[] {
  const all = calls.map((_, index) => index + 1);
  return all.filter((call) => call % stride === (when === 'before' ? 1 % stride : 0));
}

it('notices what it is there for: a switch without the wait shows mismatches', async () => {
  const world = simpleWorld();
  await world.ports().certificates.prepare();
  await world.ports().provider.add({ ...keyAt(NEXT), type: 'TLSA', ttl: 60 });
  await world.ports().certificates.install();
  world.pass(10_000);
  expect(world.mismatches).not.toEqual([]);
});
