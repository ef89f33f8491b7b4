import { describe, expect, it } from 'vitest';

import { clientKey } from '#checks';

import { NETWORK_LEVELS, networkKeys } from './network-keys.js';

describe('networkKeys', () => {
  it.each([
    ['192.0.2.77', ['192.0.2.77', '192.0.2.0/24']],
    ['::ffff:192.0.2.77', ['192.0.2.77', '192.0.2.0/24']],
    ['2001:db8:1:2fe:3::4', ['2001:db8:1:2fe::/64', '2001:db8:1:200::/56', '2001:db8:1::/48']],
    ['fe80::1%eth0', ['fe80::/64', 'fe80::/56', 'fe80::/48']],
    ['', ['']],
    ['nonsense', ['nonsense']],
  ])('of %j, the client first', (address, keys) => {
    expect(networkKeys(address)).toEqual(keys);
    expect(keys[0]).toBe(clientKey(address));
    expect(keys.length).toBeLessThanOrEqual(NETWORK_LEVELS);
  });
});
