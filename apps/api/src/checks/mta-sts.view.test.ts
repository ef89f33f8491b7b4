import { expect, it } from 'vitest';

import { fetchDetail, type Observation } from '#checks';

import { sampleObservation } from '../../../../test/support/sample-observation.js';
import { viewFetches } from './mta-sts.view.js';

const SERVER = '192.0.2.1';

function fetchBy(clientAddress: string, at: number, status: number | null = 200): Observation {
  const { token: _token, ...sample } = sampleObservation(null, { kind: 'policy-fetch', clientAddress, at });
  const detail = fetchDetail('mta-sts.sts-good.havedane.test', status);
  const attribution = clientAddress === SERVER ? 'same-client' : 'system';
  return { ...sample, id: at, scenario: 'sts-good', clientName: 'sender/1', detail, attribution };
}

const seenOf = (...fetches: readonly Observation[]) =>
  viewFetches({ scenario: 'sts-good', server: SERVER }, fetches);

it('says of a result who asked for the policy of its host, when, and what they got', () => {
  const others = [
    { ...fetchBy(SERVER, 3), scenario: 'sts-mx' as const },
    // Of another server of the check.
    { ...fetchBy('192.0.2.3', 4), attribution: 'same-client' as const },
  ];
  expect(seenOf(fetchBy(SERVER, 1_000, null), fetchBy('192.0.2.2', 2_000), ...others)).toEqual([
    {
      ...{ clientAddress: '192.0.2.2', attribution: 'system', at: '1970-01-01T00:00:02.000Z' },
      ...{ status: 200, userAgent: 'sender/1' },
    },
    {
      ...{ clientAddress: SERVER, attribution: 'same-client', at: '1970-01-01T00:00:01.000Z' },
      ...{ status: null, userAgent: 'sender/1' },
    },
  ]);
});

it('has the latest five: anybody may ask for years', () => {
  const fetches = Array.from({ length: 50 }, (_, index) => fetchBy(SERVER, index, 404));
  expect(seenOf(...fetches).map(({ at }) => Date.parse(at))).toEqual([49, 48, 47, 46, 45]);
});
