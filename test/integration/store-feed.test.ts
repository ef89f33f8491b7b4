import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { StoredObservation } from '#checks';
import type { Store } from '#store';

import { sampleObservation } from '../support/sample-observation.js';
import { openTempStore, type TempStore } from '../support/temp-store.js';

/** On a busy machine a second, which is the default, is not much. */
const PATIENTLY = { timeout: 15_000 };
const TOKEN = '0123456789ab';

let temp: TempStore;

beforeEach(async () => {
  temp = await openTempStore({ maxObservationsPerCheck: 100_000 });
  await temp.store.checks.insert({ token: TOKEN, createdAt: 1, expiresAt: Date.now() + 60_000 }, 10);
});

afterEach(async () => {
  await temp.close();
});

function append(store: Store, detail: string): Promise<unknown> {
  return store.observations.append(sampleObservation(TOKEN, { detail }));
}

async function collect(store: Store): Promise<{ seen: StoredObservation[]; end: () => void }> {
  const seen: StoredObservation[] = [];
  const end = await store.feed.subscribe((observations) => void seen.push(...observations));
  return { seen, end };
}

describe('feed', () => {
  it('starts with the first observation after the subscription', async () => {
    await append(temp.store, 'before');
    const { seen } = await collect(temp.store);
    await append(temp.store, 'after');
    await expect.poll(() => seen.map(({ detail }) => detail), PATIENTLY).toEqual(['after']);
  });

  it('gives the observation as it was stored', async () => {
    const { seen } = await collect(temp.store);
    const observation = sampleObservation(null, { kind: 'refused', scenario: 'wrong' });
    await temp.store.observations.append(observation);
    await expect.poll(() => seen, PATIENTLY).toEqual([{ ...observation, id: 1 }]);
  });

  it('gives every observation of two writing stores once, in the order of ids, to each subscriber', async () => {
    const writers = [temp.store, await temp.openAnother()];
    const reader = await temp.openAnother();
    const early = await collect(reader);
    const total = 3_000;
    let late: Awaited<ReturnType<typeof collect>> | undefined;
    await Promise.all(
      Array.from({ length: total }, async (_, index) => {
        const writer = writers[index % 2];
        if (writer !== undefined) await append(writer, String(index));
        if (index === total / 2) late = await collect(reader);
      }),
    );
    await append(temp.store, 'last');
    await expect.poll(() => early.seen.at(-1)?.detail, PATIENTLY).toBe('last');
    await expect.poll(() => late?.seen.at(-1)?.detail, PATIENTLY).toBe('last');

    expect(early.seen.map(({ id }) => id)).toEqual(Array.from({ length: total + 1 }, (_, i) => i + 1));
    const from = late?.seen[0]?.id ?? 0;
    expect(late?.seen).toEqual(early.seen.slice(from - 1));
  });

  it('goes on for the others when one subscriber ends or throws', async () => {
    const errors: unknown[] = [];
    const reader = await temp.openAnother({ onFeedError: (error) => errors.push(error) });
    const ended = await collect(reader);
    await reader.feed.subscribe(() => {
      throw new Error('a listener failed');
    });
    const { seen } = await collect(reader);
    ended.end();
    await append(temp.store, 'one');
    await expect.poll(() => seen, PATIENTLY).toHaveLength(1);
    await append(temp.store, 'two');
    await expect.poll(() => seen, PATIENTLY).toHaveLength(2);
    expect(ended.seen).toEqual([]);
    expect(errors).toHaveLength(2);
  });

  it('starts again after its last subscriber has left', async () => {
    const first = await collect(temp.store);
    first.end();
    await append(temp.store, 'unseen');
    const second = await collect(temp.store);
    await append(temp.store, 'seen');
    await expect.poll(() => second.seen.map(({ detail }) => detail), PATIENTLY).toEqual(['seen']);
    expect(first.seen).toEqual([]);
  });
});
