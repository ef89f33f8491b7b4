import { expect, it } from 'vitest';

import { ttlText } from './ttl-text.js';

it.each([
  [3600, '1 h'],
  [86_400, '24 h'],
  [5400, '5400 s'],
  [300, '300 s'],
  [0, '0 s'],
])('ttlText of %i is in hours where they are whole', (seconds, text) => {
  expect(ttlText(seconds)).toBe(text);
});
