import { describe, expect, it } from 'vitest';

import { parseRoute } from './route.js';

describe('parseRoute', () => {
  it.each([
    ['/', { kind: 'new' }],
    ['/index.html', { kind: 'new' }],
    ['/check/k3v9x0m2c7qa', { kind: 'check', token: 'k3v9x0m2c7qa' }],
    ['/check/K3V9X0M2C7QA/', { kind: 'check', token: 'k3v9x0m2c7qa' }],
    ['/check/', { kind: 'unknown' }],
    ['/check/a/b', { kind: 'unknown' }],
    ['/other', { kind: 'unknown' }],
  ])('reads %s', (path, route) => {
    expect(parseRoute(path)).toEqual(route);
  });
});
