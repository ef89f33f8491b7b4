import { describe, expect, it } from 'vitest';

import { BoundedRateLimitStorage } from './rate-limit.storage.js';

describe('BoundedRateLimitStorage', () => {
  it('blocks beyond the limit and says for how long, until the window ends', async () => {
    let now = 1_000;
    const storage = new BoundedRateLimitStorage(() => now, 10);
    await storage.increment('a', 60_000, 2);
    expect(await storage.increment('a', 60_000, 2)).toMatchObject({ totalHits: 2, isBlocked: false });
    now += 20_500;
    expect(await storage.increment('a', 60_000, 2)).toMatchObject({
      isBlocked: true,
      timeToBlockExpire: 40,
    });
    now += 39_500;
    expect(await storage.increment('a', 60_000, 2)).toMatchObject({ totalHits: 1, isBlocked: false });
  });

  it('counts clients apart', async () => {
    const storage = new BoundedRateLimitStorage(() => 0, 10);
    await storage.increment('a', 60_000, 1);
    expect(await storage.increment('b', 60_000, 1)).toMatchObject({ isBlocked: false });
  });

  it('holds a bounded number of clients, dropping the one that came first', async () => {
    const storage = new BoundedRateLimitStorage(() => 0, 3);
    for (const key of ['a', 'b', 'c', 'd']) await storage.increment(key, 60_000, 1);
    expect(storage.size).toBe(3);
    expect(await storage.increment('b', 60_000, 1)).toMatchObject({ totalHits: 2 });
    expect(await storage.increment('a', 60_000, 1)).toMatchObject({ totalHits: 1 });
  });

  it('forgets clients whose window has ended', async () => {
    let now = 0;
    const storage = new BoundedRateLimitStorage(() => now, 10);
    await storage.increment('a', 60_000, 1);
    now = 60_000;
    await storage.increment('b', 60_000, 1);
    expect(storage.size).toBe(1);
  });
});
