import { describe, expect, it } from 'vitest';

import { LiveChecks } from './live-checks.js';

/** Answers from a set of tokens and counts the questions. */
function tableOf(...live: string[]) {
  const tokens = new Set(live);
  const asked: string[] = [];
  const isLive = async (token: string): Promise<boolean> => {
    asked.push(token);
    return tokens.has(token);
  };
  return { tokens, asked, isLive };
}

describe('LiveChecks', () => {
  it('asks once for a name that comes often, and again when the answer is old', async () => {
    const table = tableOf('aaa');
    let now = 0;
    const checks = new LiveChecks(table, () => now);
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

  it('asks anew before it says no to a recipient, and remembers the yes', async () => {
    const table = tableOf();
    const checks = new LiveChecks(table);
    expect(await checks.isLive('aaa')).toBe(false);
    table.tokens.add('aaa');
    expect(await checks.isLive('aaa')).toBe(false);
    expect(await checks.isLiveNow('aaa')).toBe(true);
    expect(await checks.isLive('aaa')).toBe(true);
    expect(table.asked).toHaveLength(2);
  });

  it('keeps no failure', async () => {
    let isBroken = true;
    const checks = new LiveChecks({
      isLive: async () => {
        if (isBroken) throw new Error('disk I/O error');
        return true;
      },
    });
    await expect(checks.isLive('aaa')).rejects.toThrow('disk I/O error');
    await expect(checks.isLiveNow('aaa')).rejects.toThrow('disk I/O error');
    isBroken = false;
    expect(await checks.isLive('aaa')).toBe(true);
  });

  it('forgets the oldest answers of a flood', async () => {
    const table = tableOf();
    const checks = new LiveChecks(table, () => 0);
    for (let count = 0; count <= 10_000; count += 1) await checks.isLive(`token${count}`);
    await checks.isLive('token10000');
    expect(table.asked).toHaveLength(10_001);
    await checks.isLive('token0');
    expect(table.asked).toHaveLength(10_002);
  });
});
