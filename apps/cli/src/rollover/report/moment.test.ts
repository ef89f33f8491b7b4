import { describe, expect, it } from 'vitest';

import { moment, relative } from './moment.js';

const NOW = Date.UTC(2026, 10, 22, 20, 15, 0);
const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000];

describe('relative', () => {
  it.each([
    [0, 'now'],
    [999, 'now'],
    [SECOND, 'in 1 s'],
    [1500, 'in 2 s'],
    [-12 * SECOND, '12 s ago'],
    [MINUTE, 'in 1 min'],
    [5 * MINUTE + 3 * SECOND, 'in 5 min 3 s'],
    [2 * HOUR, 'in 2 h'],
    [HOUR + 3 * MINUTE + 59 * SECOND, 'in 1 h 3 min'],
    [-26 * HOUR, '1 d 2 h ago'],
  ])('tells %i ms away in its two largest units', (distance, expected) => {
    expect(relative(NOW + distance, NOW)).toBe(expected);
  });
});

describe('moment', () => {
  it('is in UTC, with how far away it is', () => {
    expect(moment(NOW, NOW - HOUR)).toBe('2026-11-22 20:15:00 UTC (in 1 h)');
  });
});
