import { describe, expect, it } from 'vitest';

import { fits, readMemory, threadHeapMiB, YOUNG_MIB } from './memory.js';

describe('threadHeapMiB', () => {
  it.each([
    [512, 259],
    [768, 387],
    [1024, 515],
    [4096, 2051],
  ])('leaves room in a container of %i MiB whose main thread has a heap of %i', (containerMiB, heapMiB) => {
    const memory = { containerMiB, heapMiB };
    const heaps = heapMiB + 2 * (threadHeapMiB(2, memory) + YOUNG_MIB);
    expect(heaps).toBeLessThanOrEqual((containerMiB * 13) / 16);
    expect(fits(2, memory)).toBe(true);
  });

  it('is what a thread needs at least, and not more than it needs', () => {
    expect(threadHeapMiB(2, { containerMiB: 256, heapMiB: 200 })).toBe(48);
    expect(threadHeapMiB(2, { containerMiB: 16_384, heapMiB: 2_096 })).toBe(192);
    expect(threadHeapMiB(2, { containerMiB: null, heapMiB: 4_144 })).toBe(192);
  });
});

describe('fits', () => {
  it.each([
    [true, 0, { containerMiB: null, heapMiB: 4_144 }],
    [true, 0, { containerMiB: 256, heapMiB: 131 }],
    [false, 0, { containerMiB: 256, heapMiB: 4_144 }],
    [false, 2, { containerMiB: 256, heapMiB: 200 }],
  ])('is %s with %i threads in %j', (expected, threads, memory) => {
    expect(fits(threads, memory)).toBe(expected);
  });
});

describe('readMemory', () => {
  it('tells the heap that this process has', () => {
    expect(readMemory().heapMiB).toBeGreaterThan(48);
  });
});
