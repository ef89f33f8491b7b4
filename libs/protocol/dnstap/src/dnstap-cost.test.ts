/** What frames and their payloads cost at most: the name server passes on what anybody asks it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { expectLinearTime, expectSmallHeap } from '../../../../test/support/bounded.js';
import { DnstapType } from './dnstap-schema.js';
import { FrameReader } from './frame-stream/frame-reader.js';
import { readDnstap } from './read-dnstap.js';

const LARGEST = 131_072;
const query = (queryMessage: Uint8Array) =>
  Buffer.from(
    DnstapType.encode(
      DnstapType.fromObject({
        type: 1,
        message: {
          ...{ type: 1, socketProtocol: 1, queryAddress: Buffer.from([192, 0, 2, 53]), queryPort: 1 },
          ...{ queryTimeSec: 1_800_000_000, queryMessage },
        },
      }),
    ).finish(),
  );

/** A header with these counts, and names that are pointers to pointers. */
function pointers(size: number, counts: readonly [number, number, number, number]): Buffer {
  const message = Buffer.alloc(Math.min(size, 65_535));
  counts.forEach((count, index) => message.writeUInt16BE(count, 4 + 2 * index));
  const chain = Math.min(0x3fff, message.length / 2);
  for (let at = 14; at + 2 <= message.length; at += 2)
    message.writeUInt16BE(0xc000 | Math.min(at - 2, chain), at);
  return message;
}

const field = (number: number, wireType: number) => (number << 3) | wireType;
const PAYLOADS: readonly (readonly [string, (size: number) => Buffer])[] = [
  ['groups in each other', (size) => Buffer.alloc(size, field(1, 3))],
  ['empty groups', (size) => Buffer.alloc(size, Buffer.from([field(1, 3), field(1, 4)]))],
  ['varints without end', (size) => Buffer.alloc(size, 0xff)],
  ['unknown fields', (size) => Buffer.alloc(size, Buffer.from([field(2, 0), 1]))],
  [
    'messages, the last of which counts',
    (size) => Buffer.alloc(size & ~3, Buffer.from([field(14, 2), 2, 8, 1])),
  ],
  ['a question of many', (size) => query(pointers(size, [0xffff, 0, 0, 0]))],
  ['a question with records', (size) => query(pointers(size, [1, 0xffff, 0xffff, 0xffff]))],
  ['a question with 15 records', (size) => query(pointers(size, [1, 5, 5, 5]))],
  ['a question of nothing', (size) => query(Buffer.alloc(size))],
];

describe('a payload', () => {
  it.each(PAYLOADS)('of %s takes no more time than its size', async (_what, make) => {
    await expectLinearTime((size) => make(size).subarray(0, LARGEST), readDnstap, LARGEST / 16);
  });

  it('takes little memory, whatever is in it', async () => {
    const noise = fc.sample(fc.uint8Array({ maxLength: 300 }), 100);
    const payloads = [...PAYLOADS.map(([, make]) => make(LARGEST - 100)), ...noise, ...noise.map(query)];
    await expectSmallHeap({
      from: import.meta.url,
      module: './read-dnstap.ts',
      name: 'readDnstap',
      calls: payloads.map((payload) => [payload]),
    });
  });

  it('with more records than a query has is malformed', () => {
    const reason = 'its DNS message cannot be read';
    expect(readDnstap(query(pointers(1_000, [1, 0, 0, 16])))).toEqual({ kind: 'malformed', reason });
  });
});

describe('a stream', () => {
  const LIMITS = { maxDataBytes: LARGEST, maxControlBytes: 512 };
  const read = (stream: Buffer, octets: number): number => {
    const reader = new FrameReader(LIMITS);
    let frames = 0;
    for (let at = 0; at < stream.length; at += octets) {
      frames += [...reader.read(stream.subarray(at, at + octets))].length;
    }
    return frames;
  };
  const small = Buffer.from([0, 0, 0, 1, 7]);

  it.each([
    ['one chunk', Infinity],
    ['octet by octet', 1],
  ])('of small frames takes no more time than its size: %s', async (_what, octets) => {
    const make = (size: number) => Buffer.alloc(size - (size % small.length), small);
    expect(read(make(1_000), octets)).toBe(200);
    await expectLinearTime(make, (stream) => read(stream, octets));
  });

  it('of one large frame that comes octet by octet takes no more time than its size', async () => {
    const make = (size: number) => {
      const frame = Buffer.alloc(size);
      frame.writeUInt32BE(size - 4);
      return frame;
    };
    expect(read(make(1_000), 1)).toBe(1);
    await expectLinearTime(make, (stream) => read(stream, 1));
  });
});
