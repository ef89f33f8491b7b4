import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { PollingFeed } from './polling-feed.js';
import type { ObservationNotice } from '../store.js';

const INTERVAL = 25;

let latest: number;
let raised: number;
let history: string;
let reads: number[];
let failures: number;
let errors: unknown[];
let feed: PollingFeed;

beforeEach(() => {
  vi.useFakeTimers();
  latest = 0;
  raised = 0;
  history = 'first';
  reads = [];
  failures = 0;
  errors = [];
  feed = new PollingFeed({
    position: () => Promise.resolve({ newestId: Math.max(latest, raised), history }),
    raiseIds: (above) => {
      raised = above;
      return Promise.resolve();
    },
    readAfter: (id, limit) => {
      reads.push(id);
      if (failures > 0) {
        failures -= 1;
        return Promise.reject(new Error('the read failed'));
      }
      const count = Math.max(0, Math.min(limit, latest - id));
      return Promise.resolve(Array.from({ length: count }, (_, index) => observation(id + index + 1)));
    },
    intervalMs: INTERVAL,
    pageSize: 3,
    onError: (error) => errors.push(error),
  });
});

afterEach(async () => {
  await feed.close();
  vi.useRealTimers();
});

async function collect(): Promise<{ ids: number[]; rewinds: () => number; end: () => void }> {
  const ids: number[] = [];
  let rewinds = 0;
  const end = await feed.subscribe(
    (observations) => ids.push(...observations.map(({ id }) => id)),
    () => (rewinds += 1),
  );
  return { ids, rewinds: () => rewinds, end };
}

describe('PollingFeed', () => {
  it('reads without pause while pages are full', async () => {
    const { ids } = await collect();
    latest = 8;
    await vi.advanceTimersByTimeAsync(INTERVAL - 1);
    expect(ids).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('reads once an interval for all subscribers together', async () => {
    const subscribers = [await collect(), await collect(), await collect()];
    await vi.advanceTimersByTimeAsync(INTERVAL * 4);
    expect(reads.length).toBeLessThanOrEqual(6);
    latest = 1;
    await vi.advanceTimersByTimeAsync(INTERVAL);
    expect(subscribers.map(({ ids }) => ids)).toEqual([[1], [1], [1]]);
  });

  it('gives a late subscriber only what is newer, and all of it', async () => {
    const early = await collect();
    latest = 2;
    const late = await collect();
    latest = 4;
    await vi.advanceTimersByTimeAsync(INTERVAL * 3);
    expect(early.ids).toEqual([1, 2, 3, 4]);
    expect(late.ids).toEqual([3, 4]);
  });

  it('reports a failed read and repeats it', async () => {
    const { ids } = await collect();
    latest = 2;
    failures = 2;
    await vi.advanceTimersByTimeAsync(INTERVAL * 3);
    expect(errors).toHaveLength(2);
    expect(ids).toEqual([1, 2]);
  });

  it.each<readonly [string, () => void]>([
    ['has a lower id than was read', () => (latest = 3)],
    ['is another one, whose ids have passed that', () => ([history, latest] = ['second', 9])],
  ])('tells everybody once that the store went back when it %s, and goes on above', async (_how, rewind) => {
    const [one, other] = [await collect(), await collect()];
    latest = 7;
    await vi.advanceTimersByTimeAsync(2_000);
    expect([one.ids.at(-1), one.rewinds()]).toEqual([7, 0]);
    rewind();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(raised).toBeGreaterThan(9);
    latest = 11;
    await vi.advanceTimersByTimeAsync(2_000);
    expect([one.rewinds(), other.rewinds()]).toEqual([1, 1]);
    expect(one.ids).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('stops reading when the last subscriber has left', async () => {
    const first = await collect();
    const second = await collect();
    first.end();
    await vi.advanceTimersByTimeAsync(INTERVAL);
    second.end();
    const before = reads.length;
    await vi.advanceTimersByTimeAsync(INTERVAL * 10);
    expect(reads).toHaveLength(before);
  });

  it('refuses a subscription after it was closed', async () => {
    await feed.close();
    await expect(collect()).rejects.toThrow('closed');
  });
});

function observation(id: number): ObservationNotice {
  return { id, token: null, at: id, kind: 'refused', scenario: 'wrong', clientAddress: '192.0.2.1' };
}
