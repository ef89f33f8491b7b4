import { describe, expect, it } from 'vitest';

import { type Admission, TieredLimit } from './tiered-limit.js';

const outcome = (admission: Admission): string =>
  'exhausted' in admission ? admission.exhausted : 'admitted';

/** How many of the addresses get a place. */
const admitted = (limit: TieredLimit, addresses: readonly string[]): number =>
  addresses.filter((address) => outcome(limit.acquire(address)) === 'admitted').length;

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('TieredLimit', () => {
  it.each([
    ['one client', 2, many(500, () => '192.0.2.1')],
    ['one /24', 8, many(500, (index) => `192.0.2.${index % 256}`)],
    ['one /64', 2, many(500, (index) => `2001:db8::${index.toString(16)}`)],
    ['one /56', 8, many(500, (index) => `2001:db8:0:${(index % 256).toString(16)}::1`)],
    ['one /48', 32, many(500, (index) => `2001:db8:0:${(index * 128).toString(16)}::1`)],
    ['all', 40, many(500, (index) => `10.${index >> 8}.${index & 255}.1`)],
  ])('holds for %s when 500 come simultaneously', (_of, expected, addresses) => {
    const limit = new TieredLimit({ perClient: 2, total: 40 });
    expect(admitted(limit, addresses)).toBe(expected);
    expect(limit.size).toBe(expected);
  });

  it('says which limit is reached', () => {
    const limit = new TieredLimit({ perClient: 1, perNetwork: [2, 2], total: 3 });
    expect(
      ['192.0.2.1', '192.0.2.1', '192.0.2.2', '192.0.2.3', '198.51.100.1', '198.51.100.2'].map((address) =>
        outcome(limit.acquire(address)),
      ),
    ).toEqual(['admitted', 'client', 'admitted', 'network', 'admitted', 'total']);
  });

  it('takes a place back once, and then knows nothing of the client', () => {
    const limit = new TieredLimit({ perClient: 1, total: 10 });
    const first = limit.acquire('2001:db8::1');
    if ('exhausted' in first) throw new Error('refused');
    first.release();
    first.release();
    expect(limit.size).toBe(0);
    expect(limit.keys).toBe(0);
    expect(outcome(limit.acquire('2001:db8::2'))).toBe('admitted');
    expect(outcome(limit.acquire('2001:db8::3'))).toBe('client');
  });
});
