import { describe, expect, it } from 'vitest';

import { FairQueue } from './fair-queue.js';

describe('FairQueue', () => {
  it('lets owners take turns, each in its own order', () => {
    const queue = new FairQueue<string>();
    for (const item of ['a1', 'a2', 'a3', 'b1', 'a4', 'c1', 'c2']) queue.push(item.charAt(0), item);
    expect(queue.size).toBe(7);
    const order = Array.from({ length: 7 }, () => queue.shift());
    expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3', 'a4']);
    expect([queue.shift(), queue.size]).toEqual([undefined, 0]);
  });

  it('serves a newcomer next but one, however much another has queued and goes on queueing', () => {
    const queue = new FairQueue<string>();
    for (let count = 0; count < 1_000; count += 1) queue.push('flood', 'f');
    queue.shift();
    queue.push('newcomer', 'n');
    queue.push('flood', 'f');
    expect([queue.shift(), queue.shift()]).toEqual(['f', 'n']);
  });

  it('gives out everything that waits when it is cleared', () => {
    const queue = new FairQueue<number>();
    queue.push('a', 1);
    queue.push('b', 2);
    expect(queue.clear()).toEqual([1, 2]);
    expect([queue.size, queue.shift()]).toEqual([0, undefined]);
  });
});
