import { describe, expect, it } from 'vitest';

import { parseDuration } from './duration.js';

describe('parseDuration', () => {
  it.each([
    ['0', 0],
    ['0s', 0],
    ['1ns', 1e-6],
    ['250us', 0.25],
    ['250µs', 0.25],
    ['250ms', 250],
    ['10s', 10_000],
    ['1.5s', 1500],
    ['.5s', 500],
    ['72h', 259_200_000],
    ['1h30m', 5_400_000],
    ['30d', 2_592_000_000],
    ['1d12h', 129_600_000],
  ])('reads %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', '10', 'soon', '-1h', '1h 30m', '1w', '1H', 'h', '1..5s', '.s', '1e3s', '10s '])(
    'refuses %j',
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );
});
