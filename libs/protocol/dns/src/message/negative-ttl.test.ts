import type { Answer } from 'dns-packet';
import { describe, expect, it } from 'vitest';

import { negativeTtl } from './negative-ttl.js';

const soa = (ttl: number, minimum: number): Answer => ({
  ...{ type: 'SOA', name: 'example.org', ttl },
  data: { mname: 'ns.example.org', rname: 'hostmaster.example.org', minimum },
});
const ns: Answer = { type: 'NS', name: 'example.org', ttl: 9000, data: 'ns.example.org' };

describe('negativeTtl', () => {
  it.each<[string, Answer[], number]>([
    ['the TTL of the SOA record, when its minimum is greater', [soa(60, 300)], 60],
    ['its minimum, when that is less', [ns, soa(3600, 5)], 5],
    ['zero without an SOA record', [ns], 0],
    ['zero for a TTL with the upper bit set (RFC 2181 §8)', [soa(0x8000_0001, 300)], 0],
  ])('is %s', (_, authorities, expected) => {
    expect(negativeTtl(authorities)).toBe(expected);
  });
});
