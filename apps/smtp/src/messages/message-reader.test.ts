import { PassThrough } from 'node:stream';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { readMessage } from './message-reader.js';

/** What was written has been given to its reader. */
async function arrived(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('readMessage', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('reads nothing for as long as it is told to, so that the sender has to wait', async () => {
    const stream = new PassThrough({ highWaterMark: 10 });
    const sizes: number[] = [];
    const message = readMessage(stream, 1000, (_chunk, size) => {
      sizes.push(size);
      return size < 60 ? 5_000 : 0;
    });
    stream.write('x'.repeat(40));
    await arrived();
    expect(sizes).toEqual([40]);
    expect(stream.write('y'.repeat(40))).toBe(false);
    stream.end();
    await vi.advanceTimersByTimeAsync(4_999);
    expect(sizes).toEqual([40]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await message).toEqual({
      kind: 'complete',
      size: 80,
      header: { messageId: null, queuedAt: null },
    });
  });

  it('forgets the pause when the client is gone', async () => {
    const stream = new PassThrough();
    const message = readMessage(stream, 1000, () => 5_000);
    stream.write('x');
    await arrived();
    expect(vi.getTimerCount()).toBe(1);
    stream.destroy();
    expect(await message).toEqual({ kind: 'broken-off' });
    expect(vi.getTimerCount()).toBe(0);
  });
});
