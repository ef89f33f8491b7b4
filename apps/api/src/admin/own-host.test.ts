import { describe, expect, it } from 'vitest';

import { isOwnHost } from './own-host.js';

describe('isOwnHost', () => {
  it.each([
    'localhost',
    'LOCALHOST:80',
    '127.0.0.1:8081',
    '172.30.213.2',
    '[::1]:8081',
    '[2001:db8::1]',
    'api:8081',
  ])('takes %s', (host) => {
    expect(isOwnHost(host)).toBe(true);
  });

  it.each([
    ...['evil.example', 'evil.example:8081', 'localhost.evil.example', '127.0.0.1.evil.example'],
    ...['localhost.', '127.0.0.1.', '0x7f.1', '[::1', '[evil.example]', '', ':8081', 'a b', '127.0.0.1@evil'],
  ])('refuses %j, with which a page elsewhere could ask a browser here', (host) => {
    expect(isOwnHost(host)).toBe(false);
  });
});
