import { expect, it } from 'vitest';

import { reverseName } from './reverse-name.js';

it.each([
  ['192.0.2.53', '53.2.0.192.in-addr.arpa'],
  ['2001:db8::567:89ab', 'b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa'],
])('reverseName of %s', (address, name) => {
  expect(reverseName(address)).toBe(name);
});
