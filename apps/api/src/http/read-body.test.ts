import { PassThrough } from 'node:stream';

import type { Request } from 'express';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { type BodyFault, readBody } from './read-body.js';

const LIMITS = { maxBytes: 100_000, pace: { startMs: 5_000, minBytesPerSecond: 1_000 } };

function start(limits = LIMITS) {
  const stream = new PassThrough();
  const outcomes: (Buffer | BodyFault)[] = [];
  readBody(stream as unknown as Request, limits, (body) => outcomes.push(body));
  const send = async (bytes: number): Promise<void> => {
    stream.write(Buffer.alloc(bytes, 'x'));
    await vi.advanceTimersByTimeAsync(0);
  };
  return { stream, outcomes, send };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('readBody', () => {
  it('gives back what came, in chunks of any size', async () => {
    const { stream, outcomes } = start();
    const sent = Buffer.from(Array.from({ length: 10_000 }, (_, index) => index % 251));
    for (const byte of sent.subarray(0, 5_000)) stream.write(Buffer.of(byte));
    stream.end(sent.subarray(5_000));
    await vi.advanceTimersByTimeAsync(0);
    expect(outcomes).toEqual([sent]);
  });

  it('keeps a body of single bytes in little more memory than it has', async () => {
    const allocated = vi.spyOn(Buffer, 'allocUnsafe');
    const { stream, outcomes } = start();
    for (let count = 0; count < 20_000; count += 1) stream.emit('data', Buffer.from('x'));
    stream.end();
    await vi.advanceTimersByTimeAsync(0);
    const [body] = outcomes as [Buffer];
    expect(body).toHaveLength(20_000);
    expect(body.buffer.byteLength).toBeLessThanOrEqual(40_000);
    expect(allocated.mock.calls.length).toBeLessThan(10);
    allocated.mockRestore();
  });

  it.each([
    [100_000, 'a body'],
    [100_001, 'too-large'],
  ])('of %i bytes makes %s', async (bytes, expected) => {
    const { stream, outcomes, send } = start();
    await send(bytes);
    stream.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(outcomes.map((outcome) => (Buffer.isBuffer(outcome) ? 'a body' : outcome))).toEqual([expected]);
  });

  it('ends a body of which nothing comes', async () => {
    const { outcomes } = start();
    await vi.advanceTimersByTimeAsync(4_999);
    expect(outcomes).toEqual([]);
    await vi.advanceTimersByTimeAsync(2);
    expect(outcomes).toEqual(['too-slow']);
  });

  it('ends a body that comes a byte at a time, and not one that keeps the pace', async () => {
    const slow = start();
    const steady = start();
    for (let second = 0; second < 20; second += 1) {
      await slow.send(1);
      await steady.send(1_000);
      await vi.advanceTimersByTimeAsync(1_000);
    }
    steady.stream.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(slow.outcomes).toEqual(['too-slow']);
    expect(steady.outcomes).toHaveLength(1);
    expect(steady.outcomes[0]).toHaveLength(20_000);
  });

  it('forgets a request whose connection ends', async () => {
    const { stream, outcomes } = start();
    stream.destroy();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(outcomes).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
