import { expect, it } from 'vitest';

import { inProportion } from './in-proportion.js';

it.each([
  [96, 2_000],
  [179, 2_000],
  [450, 5_000],
  [4_144, 8_000],
])('inProportion, with a heap of %i MiB, makes 2,000 into %i', (heapMiB, expected) => {
  expect(inProportion(2_000, heapMiB)).toBe(expected);
});
