import { describe, expect, it } from 'vitest';

import { backoffMs, MAX_ATTEMPTS } from './backoff.js';

describe('backoffMs', () => {
  it('waits a minute, then longer, never longer than four hours, and about five days in all', () => {
    expect([1, 2, 3, 1_000].map(backoffMs)).toEqual([60_000, 120_000, 240_000, 14_400_000]);
    const all = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, n) => backoffMs(n + 1));
    const days = all.reduce((sum, wait) => sum + wait, 0) / 86_400_000;
    expect(days).toBeGreaterThan(4);
    expect(days).toBeLessThan(6);
  });
});
