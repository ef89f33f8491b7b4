import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ratesOfClient } from '#limits';

import { type ContractStore, openContractStore } from '../support/contract-store.js';

let temp: ContractStore;
beforeAll(async () => {
  temp = await openContractStore();
});
afterAll(() => temp.close());

describe('a rate', () => {
  it('is counted over all processes, whoever asks simultaneously, until its minute is over', async () => {
    const stores = [temp.store, await temp.openAnother()] as const;
    const count = (index: number, now: number) =>
      stores[index % 2 === 0 ? 0 : 1].rates.count(ratesOfClient('checks', '192.0.2.1', 10), now);
    const burst = (now: number) =>
      Promise.all(Array.from({ length: 200 }, async (_, index) => count(index, now)));
    const answers = await burst(1_000);
    expect(answers.filter((answer) => answer === null)).toHaveLength(10);
    expect(await count(1, 21_000)).toEqual({ level: 0, limit: 10, secondsLeft: 40 });
    expect((await burst(61_000)).filter((answer) => answer === null)).toHaveLength(10);
  });

  it('that is refused spends nothing of its network, and networks have theirs', async () => {
    const count = (address: string) => temp.store.rates.count(ratesOfClient('probes', address, 2), 0);
    for (let index = 0; index < 20; index += 1) await count('198.51.100.1');
    for (const last of [2, 3, 4]) {
      expect([await count(`198.51.100.${last}`), await count(`198.51.100.${last}`)]).toEqual([null, null]);
    }
    expect(await count('198.51.100.5')).toMatchObject({ level: 1, limit: 8 });
    expect(await count('203.0.113.1')).toBeNull();
  });

  it('is kept no longer than its minute', async () => {
    await temp.store.rates.count([{ key: 'kept', limit: 1 }], 100_000);
    await temp.store.checks.deleteExpired(159_999);
    expect(await temp.store.rates.count([{ key: 'kept', limit: 1 }], 159_999)).toMatchObject({
      secondsLeft: 1,
    });
    await temp.store.checks.deleteExpired(160_000);
    // At a clock that is behind there is no window left.
    expect(await temp.store.rates.count([{ key: 'kept', limit: 1 }], 110_000)).toBeNull();
  });
});
