import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ObservationNotice, Store } from '#store';

import { PATIENT } from '../support/patience.js';
import { sampleObservation } from '../support/sample-observation.js';
import { type ContractStore, openContractStore } from '../support/contract-store.js';

/** On a busy machine a second, which is the default, is not much. */
const PATIENTLY = PATIENT;
const TOKEN = '0123456789ab';

let temp: ContractStore;

beforeEach(async () => {
  temp = await openContractStore({ maxObservationsPerCheck: 100_000 });
  await temp.store.checks.insert({ token: TOKEN, createdAt: 1, expiresAt: Date.now() + 60_000 }, 10);
});

afterEach(async () => {
  await temp.close();
});

/** The time tells the observations apart. */
function append(store: Store, at: number): Promise<unknown> {
  return store.observations.append(sampleObservation(TOKEN, { at }));
}

async function collect(store: Store): Promise<{ seen: ObservationNotice[]; end: () => void }> {
  const seen: ObservationNotice[] = [];
  const end = await store.feed.subscribe((observations) => void seen.push(...observations));
  return { seen, end };
}

describe('feed', () => {
  it('starts with the first observation after the subscription', async () => {
    await append(temp.store, 1);
    const { seen } = await collect(temp.store);
    await append(temp.store, 2);
    await expect.poll(() => seen.map(({ at }) => at), PATIENTLY).toEqual([2]);
  });

  it('tells what decides to which checks the observation belongs', async () => {
    const { seen } = await collect(temp.store);
    const observation = sampleObservation(null, { kind: 'refused', scenario: 'wrong' });
    const { token, kind, scenario, at, clientAddress } = observation;
    await temp.store.observations.append(observation);
    await expect.poll(() => seen, PATIENTLY).toEqual([{ id: 1, token, kind, scenario, at, clientAddress }]);
  });

  it('gives every observation of two writing stores once, in the order of ids, to each subscriber', async () => {
    const writers = [temp.store, await temp.openAnother()];
    const reader = await temp.openAnother();
    const early = await collect(reader);
    const total = 3_000;
    const last = 1_000_000;
    let late: Awaited<ReturnType<typeof collect>> | undefined;
    await Promise.all(
      Array.from({ length: total }, async (_, index) => {
        const writer = writers[index % 2];
        if (writer !== undefined) await append(writer, index);
        if (index === total / 2) late = await collect(reader);
      }),
    );
    await append(temp.store, last);
    await expect.poll(() => early.seen.at(-1)?.at, PATIENTLY).toBe(last);
    await expect.poll(() => late?.seen.at(-1)?.at, PATIENTLY).toBe(last);

    expect(early.seen.map(({ id }) => id)).toEqual(Array.from({ length: total + 1 }, (_, i) => i + 1));
    const from = late?.seen[0]?.id ?? 0;
    expect(late?.seen).toEqual(early.seen.slice(from - 1));
  });

  it('says that the store went back, and ids go on above all that it gave', async () => {
    for (const at of [1, 2, 3, 4, 5]) await append(temp.store, at);
    const before = await temp.store.checks.find(TOKEN, 0);
    let rewinds = 0;
    const seen: number[] = [];
    await temp.store.feed.subscribe(
      (observations) => seen.push(...observations.map(({ at }) => at)),
      () => (rewinds += 1),
    );
    // As after a fail-over to a standby that did not have the last three yet.
    const lower =
      temp.database.engine === 'sqlite'
        ? `UPDATE "sqlite_sequence" SET "seq" = 2 WHERE "name" = 'observations'`
        : `UPDATE "counts" SET "stored" = 2 WHERE "subject" = 'newest observation';
           SELECT setval('observations_id_seq', 2)`;
    await temp.execute(`BEGIN; DELETE FROM "observations" WHERE "id" > 2; ${lower}; COMMIT`);
    const writer = await temp.openAnother();
    await append(writer, 6);
    await expect.poll(() => rewinds, PATIENTLY).toBe(1);
    await append(writer, 7);
    await expect.poll(() => seen.at(-1), PATIENTLY).toBe(7);
    const after = await temp.store.checks.find(TOKEN, 0);
    expect(after?.observations.map(({ at }) => at)).toEqual([1, 2, 6, 7]);
    expect(after?.revision).toBeGreaterThan(before?.revision ?? Infinity);
    expect(rewinds).toBe(1);
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
    await append(temp.store, 1);
    await expect.poll(() => seen, PATIENTLY).toHaveLength(1);
    await append(temp.store, 2);
    await expect.poll(() => seen, PATIENTLY).toHaveLength(2);
    expect(ended.seen).toEqual([]);
    expect(errors).toHaveLength(2);
  });

  it('starts again after its last subscriber has left', async () => {
    const first = await collect(temp.store);
    first.end();
    await append(temp.store, 1);
    const second = await collect(temp.store);
    await append(temp.store, 2);
    await expect.poll(() => second.seen.map(({ at }) => at), PATIENTLY).toEqual([2]);
    expect(first.seen).toEqual([]);
  });
});
