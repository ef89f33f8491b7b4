import { describe, expect, it } from 'vitest';

import { anObservation } from '../state/test-check.js';
import { newestFirst } from './newest-first.js';

const at = (ms: number): string => new Date(Date.UTC(2026, 0, 5, 10, 0, 0, ms)).toISOString();

describe('newestFirst', () => {
  it('goes by the time of what happened, not by when we learned of it', () => {
    const observations = [
      anObservation({ id: 1, at: at(300), kind: 'tls-established' }),
      anObservation({ id: 2, at: at(310), kind: 'refused' }),
      anObservation({ id: 3, at: at(100), kind: 'dns-query' }),
      anObservation({ id: 4, at: at(200), kind: 'dns-query' }),
    ];
    expect(newestFirst(observations).map(({ id }) => id)).toEqual([2, 1, 4, 3]);
    expect(observations.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  });

  it('puts a look-up before the connection of the same millisecond, and keeps the order otherwise', () => {
    const observations = [
      anObservation({ id: 1, at: at(100), kind: 'tls-established' }),
      anObservation({ id: 2, at: at(100), kind: 'refused' }),
      anObservation({ id: 3, at: at(100), kind: 'dns-query' }),
    ];
    expect(newestFirst(observations).map(({ id }) => id)).toEqual([2, 1, 3]);
  });
});
