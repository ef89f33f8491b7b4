import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { FrameReader, type Frame } from './frame-reader.js';
import { FrameStreamError } from './frame-stream-error.js';

const LIMITS = { maxDataBytes: 300, maxControlBytes: 40 };

const aFrame = fc.oneof(
  fc.record({ kind: fc.constant('data' as const), content: fc.uint8Array({ minLength: 1, maxLength: 300 }) }),
  fc.record({ kind: fc.constant('control' as const), content: fc.uint8Array({ maxLength: 40 }) }),
);

function encode(frames: readonly { kind: Frame['kind']; content: Uint8Array }[]): Buffer {
  return Buffer.concat(
    frames.flatMap(({ kind, content }) => {
      const length = number(content.length);
      return kind === 'data' ? [length, content] : [number(0), length, content];
    }),
  );
}

function number(value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(value);
  return octets;
}

function readAll(chunks: readonly Buffer[]): { kind: string; content: string }[] {
  const reader = new FrameReader(LIMITS);
  return chunks.flatMap((chunk) =>
    [...reader.read(chunk)].map(({ kind, content }) => ({ kind, content: content.toString('hex') })),
  );
}

describe('FrameReader', () => {
  it('gives the same frames however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(aFrame, { maxLength: 8 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 40 })),
        (frames, sizes) => {
          const stream = encode(frames);
          const expected = frames.map(({ kind, content }) => ({
            kind,
            content: Buffer.from(content).toString('hex'),
          }));
          const chunks: Buffer[] = [];
          for (let start = 0; start < stream.length;) {
            const { value } = sizes.next() as { value: number };
            chunks.push(stream.subarray(start, start + value));
            start += value;
          }
          expect(readAll(chunks)).toEqual(expected);
          expect(readAll([stream])).toEqual(expected);
          expect(readAll([...stream].map((octet) => Buffer.from([octet])))).toEqual(expected);
        },
      ),
    );
  });

  it('keeps what is incomplete to itself', () => {
    const stream = encode([{ kind: 'data', content: Buffer.from('abc') }]);
    for (let length = 0; length < stream.length; length += 1) {
      expect(readAll([stream.subarray(0, length)])).toEqual([]);
    }
  });

  it.each([
    ['data', 301],
    ['data', 0xffff_ffff],
    ['control', 41],
    ['control', 0xffff_ffff],
  ])('does not wait for a %s frame of %d octets', (kind, length) => {
    const reader = new FrameReader(LIMITS);
    const header = kind === 'data' ? number(length) : Buffer.concat([number(0), number(length)]);
    expect(() => [...reader.read(header)]).toThrow(FrameStreamError);
  });
});
