import { once } from 'node:events';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';

import { describe, expect, it } from 'vitest';

import { fits, LEAST_THREAD_MIB, limitThreads, readMemory, threadHeapMiB, YOUNG_MIB } from './memory.js';

describe('threadHeapMiB', () => {
  it.each([
    [512, 179],
    [512, 259],
    [768, 387],
    [1024, 515],
    [4096, 2051],
  ])('leaves room in a container of %i MiB whose main thread has a heap of %i', (containerMiB, heapMiB) => {
    const memory = { containerMiB, heapMiB };
    const heaps = heapMiB + 2 * (threadHeapMiB(2, memory) + YOUNG_MIB);
    const least = heapMiB + 2 * (LEAST_THREAD_MIB + YOUNG_MIB);
    expect(heaps).toBeLessThanOrEqual(Math.max(least, (containerMiB * 13) / 16));
    expect(fits(2, memory)).toBe(true);
  });

  it('is what a thread needs at least, and not more than it needs', () => {
    expect(threadHeapMiB(2, { containerMiB: 256, heapMiB: 200 })).toBe(LEAST_THREAD_MIB);
    expect(threadHeapMiB(2, { containerMiB: 16_384, heapMiB: 2_096 })).toBe(192);
    expect(threadHeapMiB(2, { containerMiB: null, heapMiB: 4_144 })).toBe(192);
  });
});

describe('limitThreads', () => {
  it('holds in a thread although the process was given another heap', async () => {
    const before = getHeapStatistics().heap_size_limit;
    setFlagsFromString('--max-old-space-size=1024');
    const resourceLimits = limitThreads(2);
    const script = `require('node:worker_threads').parentPort.postMessage(require('node:v8').getHeapStatistics())`;
    const worker = new Worker(script, { eval: true, execArgv: [], resourceLimits });
    const [statistics] = (await once(worker, 'message')) as [ReturnType<typeof getHeapStatistics>];
    await worker.terminate();
    const most = (threadHeapMiB(2) + 2 * YOUNG_MIB) * 1024 * 1024;
    expect(statistics.heap_size_limit).toBeLessThanOrEqual(most);
    expect(getHeapStatistics().heap_size_limit).toBe(before);
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
