import { describe, expect, it } from 'vitest';

import { NO_RELEASES, type ReleaseFacts, type Releases } from '#checks';

import { LiveChecks } from './live-checks.js';

const AFTER_MS = 180_000;

/** Answers from a table of checks and counts the questions. */
function tableOf(...live: string[]) {
  const checks = new Map<string, Releases>(live.map((token) => [token, NO_RELEASES]));
  const asked: string[] = [];
  const findLive = async (token: string): Promise<Releases | null> => {
    asked.push(token);
    return checks.get(token) ?? null;
  };
  return { checks, asked, findLive };
}

describe('LiveChecks', () => {
  it('asks once for a name that comes often, and again when the answer is old', async () => {
    const table = tableOf('aaa');
    let now = 0;
    const checks = new LiveChecks(table, AFTER_MS, () => now);
    expect(await Promise.all(['aaa', 'aaa', 'bbb', 'bbb'].map((token) => checks.isLive(token)))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(table.asked).toEqual(['aaa', 'bbb']);
    now = 5_000;
    await checks.isLive('aaa');
    expect(table.asked).toEqual(['aaa', 'bbb', 'aaa']);
  });

  it('asks again before it says no to a recipient, and remembers the yes', async () => {
    const table = tableOf();
    const checks = new LiveChecks(table, AFTER_MS);
    expect(await checks.isLive('aaa')).toBe(false);
    table.checks.set('aaa', NO_RELEASES);
    expect(await checks.isLive('aaa')).toBe(false);
    expect(await checks.isLiveNow('aaa')).toBe(true);
    expect(await checks.isLive('aaa')).toBe(true);
    expect(table.asked).toHaveLength(2);
  });

  it('keeps no failure', async () => {
    let isBroken = true;
    const findLive = async (): Promise<Releases> => {
      if (isBroken) throw new Error('disk I/O error');
      return NO_RELEASES;
    };
    const checks = new LiveChecks({ findLive }, AFTER_MS);
    await expect(checks.isLive('aaa')).rejects.toThrow('disk I/O error');
    await expect(checks.isLiveNow('aaa')).rejects.toThrow('disk I/O error');
    isBroken = false;
    expect(await checks.isLive('aaa')).toBe(true);
  });

  it('forgets the oldest answers of a flood', async () => {
    const table = tableOf();
    const checks = new LiveChecks(table, AFTER_MS, () => 0);
    for (let count = 0; count <= 10_000; count += 1) await checks.isLive(`token${count}`);
    await checks.isLive('token10000');
    expect(table.asked).toHaveLength(10_001);
    await checks.isLive('token0');
    expect(table.asked).toHaveLength(10_002);
  });
});

describe('LiveChecks.isReleased', () => {
  const START = 1_000_000;
  const wrong = (facts: Partial<ReleaseFacts> = {}): Releases =>
    new Map([['wrong', { refusedAt: START, requestedAt: null, closedAt: null, ...facts }]]);

  function checksAt(afterMs: number | null, ...live: string[]) {
    const table = tableOf(...live);
    const clock = { now: START };
    return { table, clock, checks: new LiveChecks(table, afterMs, () => clock.now) };
  }

  it('notices within half a second that somebody asked for it', async () => {
    const { table, clock, checks } = checksAt(AFTER_MS, 'aaa');
    expect(await checks.isReleased('aaa', 'wrong')).toBe(false);
    table.checks.set('aaa', wrong({ requestedAt: START + 1 }));
    clock.now += 499;
    expect(await checks.isReleased('aaa', 'wrong')).toBe(false);
    expect(table.asked).toHaveLength(1);
    clock.now += 1;
    expect(await checks.isReleased('aaa', 'wrong')).toBe(true);
    expect(table.asked).toHaveLength(2);
  });

  it('notices that the time has come without asking again', async () => {
    const { table, clock, checks } = checksAt(100, 'aaa');
    table.checks.set('aaa', wrong());
    expect(await checks.isReleased('aaa', 'wrong')).toBe(false);
    clock.now += 100;
    expect(await checks.isReleased('aaa', 'wrong')).toBe(true);
    expect(table.asked).toHaveLength(1);
  });

  it('notices within half a second that it has ended, and immediately when it is reminded', async () => {
    const { table, clock, checks } = checksAt(0, 'aaa');
    table.checks.set('aaa', wrong());
    expect(await checks.isReleased('aaa', 'wrong')).toBe(true);
    expect(await checks.isReleased('aaa', 'other')).toBe(false);
    table.checks.set('aaa', wrong({ closedAt: START }));
    clock.now += 499;
    expect(await checks.isReleased('aaa', 'wrong')).toBe(true);
    clock.now += 1;
    expect(await checks.isReleased('aaa', 'wrong')).toBe(false);

    table.checks.set('aaa', wrong());
    checks.forget('aaa');
    expect(await checks.isReleased('aaa', 'wrong')).toBe(true);
    table.checks.set('aaa', wrong({ closedAt: START }));
    checks.forget('aaa');
    expect(await checks.isReleased('aaa', 'wrong')).toBe(false);
  });

  it('waits for ever when it is never done without being asked for', async () => {
    const { table, clock, checks } = checksAt(null, 'aaa');
    table.checks.set('aaa', wrong());
    clock.now += 365 * 86_400_000;
    expect(await checks.isReleased('aaa', 'wrong')).toBe(false);
  });

  it('costs no look-up beside that for the recorder, when it finds no check', async () => {
    const { table, clock, checks } = checksAt(AFTER_MS);
    for (let handshake = 0; handshake < 100; handshake += 1) {
      clock.now += 49;
      await Promise.all([checks.isLive('zzz'), checks.isReleased('zzz', 'wrong')]);
    }
    expect(table.asked).toHaveLength(1);
  });

  it('shares one look-up among the handshakes of a moment', async () => {
    const { table, checks } = checksAt(AFTER_MS, 'aaa');
    await Promise.all(Array.from({ length: 50 }, () => checks.isReleased('aaa', 'wrong')));
    expect(table.asked).toEqual(['aaa']);
  });

  it('rejects when the store fails, and keeps no failure', async () => {
    const { table, checks } = checksAt(AFTER_MS, 'aaa');
    const failing = new LiveChecks(
      { findLive: () => Promise.reject(new Error('disk I/O error')) },
      AFTER_MS,
      () => START,
    );
    await expect(failing.isReleased('aaa', 'wrong')).rejects.toThrow('disk I/O error');
    expect(await checks.isReleased('aaa', 'wrong')).toBe(false);
    expect(table.asked).toHaveLength(1);
  });
});
