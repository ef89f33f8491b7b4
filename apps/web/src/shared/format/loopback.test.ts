import { describe, expect, it } from 'vitest';

import { isLoopbackUrl } from './loopback.js';

describe('isLoopbackUrl', () => {
  it.each(['http://127.0.0.1:8080/check/x', 'http://[::1]:8080/', 'http://localhost/', 'http://127.8.8.8/'])(
    '%s',
    (url) => {
      expect(isLoopbackUrl(url)).toBe(true);
    },
  );

  it.each([
    'https://havedane.example/',
    'https://127.example.org/',
    'http://192.0.2.1/',
    'https://notlocalhost/',
  ])('not %s', (url) => {
    expect(isLoopbackUrl(url)).toBe(false);
  });
});
