import { describe, expect, it } from 'vitest';

import { CollectedBytes } from './collected-bytes.js';

describe('CollectedBytes', () => {
  it('are what was added, in whatever pieces', () => {
    const whole = Buffer.from(Array.from({ length: 10_000 }, (_, index) => index % 251));
    for (const length of [1, 7, 4_096, 4_097, 10_000]) {
      const collected = new CollectedBytes(10_000);
      for (let start = 0; start < whole.length; start += length)
        collected.add(whole.subarray(start, start + length));
      expect(collected.bytes.equals(whole)).toBe(true);
      expect(collected.capacity).toBeLessThanOrEqual(10_000);
    }
  });

  it('take twice their bytes at most, however many pieces there are', () => {
    const collected = new CollectedBytes(10_000_000);
    const piece = Buffer.of(65);
    for (let count = 0; count < 300_000; count += 1) collected.add(piece);
    expect(collected.capacity).toBeLessThanOrEqual(600_000);
  });

  it('say beforehand what more would take, and refuse more than they may be', () => {
    const collected = new CollectedBytes(5_000);
    expect([0, 1, 4_097, 5_000].map((bytes) => collected.capacityWith(bytes))).toEqual([
      0, 4_096, 4_097, 5_000,
    ]);
    collected.add(Buffer.alloc(5_000));
    expect(() => collected.add(Buffer.of(1))).toThrow(RangeError);
    expect(collected.size).toBe(5_000);
  });
});
