/** SECURITY.md says what a visitor can make a probe send: these are its numbers. */
import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { AT_ONCE, MOST_CONNECTIONS, networkOf } from './limited-dialer.js';

const text = readFileSync('SECURITY.md', 'utf8').replaceAll('\n', ' ');

it.each([
  `One probe opens at most ${MOST_CONNECTIONS.inAll} connections`,
  `at most ${MOST_CONNECTIONS.perAddress} to one address`,
  `at most ${MOST_CONNECTIONS.perNetwork} to one network (IPv4 /24, IPv6 /64)`,
  `at most ${AT_ONCE.perAddress} connection at a time to one address`,
  `connection at a time to one address and ${AT_ONCE.perNetwork} to one network`,
])('%s', (promise) => {
  expect(text).toContain(promise);
});

it.each([
  ['192.0.2.77', '192.0.2.0/24'],
  ['::ffff:192.0.2.77', '192.0.2.0/24'],
  ['2001:DB8:0:1::9', '2001:db8:0:1::/64'],
  ['fe80::1%eth0', 'fe80::/64'],
  ['not an address', 'not an address'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
