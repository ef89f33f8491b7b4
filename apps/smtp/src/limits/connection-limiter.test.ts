import { describe, expect, it } from 'vitest';

import { ConnectionLimiter } from './connection-limiter.js';

describe('ConnectionLimiter', () => {
  it('admits as many from one client as it may have, and again after a release', () => {
    const limiter = new ConnectionLimiter(10, 2);
    expect([1, 2, 3].map(() => limiter.admit('192.0.2.1'))).toEqual([
      'admitted',
      'admitted',
      'too-many-from-client',
    ]);
    expect(limiter.admit('192.0.2.2')).toBe('admitted');
    limiter.release('192.0.2.1');
    expect(limiter.admit('192.0.2.1')).toBe('admitted');
  });

  it('admits as many in all as it may have', () => {
    const limiter = new ConnectionLimiter(2, 2);
    limiter.admit('192.0.2.1');
    limiter.admit('192.0.2.2');
    expect(limiter.admit('192.0.2.3')).toBe('too-many');
    limiter.release('192.0.2.2');
    expect(limiter.open).toBe(1);
    expect(limiter.admit('192.0.2.3')).toBe('admitted');
  });
});
