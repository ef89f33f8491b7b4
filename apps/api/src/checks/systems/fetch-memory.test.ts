import { expect, it } from 'vitest';

import type { StoredObservation } from '#checks';

import { sampleObservation } from '../../../../../test/support/sample-observation.js';
import { FetchMemory } from './fetch-memory.js';

const MOST = 50;

function fetchBy(clientAddress: string, id: number): StoredObservation {
  const fetch = sampleObservation(null, { kind: 'policy-fetch', clientAddress, scenario: 'sts-good' });
  return { ...fetch, id, evidence: null };
}

it('keeps what others fetched when one network fetches from ever new addresses', () => {
  const memory = new FetchMemory(MOST);
  for (const [id, address] of ['192.0.2.1', '2001:db8:9::1'].entries()) memory.add(fetchBy(address, id));
  for (let id = 0; id < 10 * MOST; id += 1) memory.add(fetchBy(`2001:db8:1:${id.toString(16)}::1`, 100 + id));
  const kept = memory.all().map(({ id }) => id);
  expect(kept).toHaveLength(MOST);
  expect(kept).toEqual(expect.arrayContaining([0, 1, 100 + 10 * MOST - 1]));
});

it('has the latest of a client and scenario alone', () => {
  const memory = new FetchMemory(MOST);
  for (const id of [1, 2, 3]) memory.add(fetchBy('192.0.2.1', id));
  expect(memory.all().map(({ id }) => id)).toEqual([3]);
});
