import { describe, expect, it } from 'vitest';

import { workerCount } from './worker-count.js';

const HOST = { heapMiB: 4_144, containerMiB: null };

describe('workerCount', () => {
  it.each([
    ['one core less than there are', 7, undefined, HOST, 8],
    ['one where there is one core', 1, undefined, HOST, 1],
    ['what was asked for', 3, 3, { heapMiB: 256, containerMiB: 512 }, 2],
    ['one in the container of the Compose file', 1, undefined, { heapMiB: 259, containerMiB: 512 }, 8],
    ['as many as fit into the container', 4, undefined, { heapMiB: 259, containerMiB: 1_600 }, 8],
  ])('is %s', (_what, expected, asked, memory, cores) => {
    expect(workerCount(asked, memory, cores)).toBe(expected);
  });
});
