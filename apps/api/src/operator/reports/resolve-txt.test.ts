import { expect, it } from 'vitest';

import { boundedRecords } from './resolve-txt.js';

it('leaves out what is too long for a key, and all beyond ten records', () => {
  const key = ['v=DKIM1; p=', 'x'.repeat(4_000)];
  const long = Array.from({ length: 17 }, () => 'x'.repeat(255));
  expect(boundedRecords([long, key])).toEqual([key]);
  expect(boundedRecords(Array.from({ length: 500 }, () => key))).toHaveLength(10);
});
