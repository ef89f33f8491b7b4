/** What a message of a stranger costs at most, whatever its names point to. */
import dnsPacket from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { detail } from '#text';

import { expectLinearTime, expectSmallHeap } from '../../../../../test/support/bounded.js';
import { beyondMessageBounds } from './message-bounds.js';
import { createQuery } from './query.js';
import { readRecords } from './read-records.js';
import { readResponse } from './response.js';

const QUERY = createQuery('mx.example.org', 'TXT', { recursion: true, checkingDisabled: false });
const QUESTION = QUERY.bytes.subarray(12, QUERY.bytes.length - 11);
const MOST_BYTES = 65_535;
const POINTER = 0xc000;

const number = (value: number) => Buffer.from([value >> 8, value & 0xff]);
const pointer = (to: number) => number(POINTER | to);

/** With these counts of records in its header, whatever follows. */
function response(answers: number, rest: Buffer, ...others: number[]): Buffer {
  const counts = [1, answers, others[0] ?? 0, others[1] ?? 0].map(number);
  const flags = number(0x8180);
  return Buffer.concat([QUERY.bytes.subarray(0, 2), flags, ...counts, QUESTION, rest]).subarray(
    0,
    MOST_BYTES,
  );
}

function record(name: Buffer, type: number, data: Buffer): Buffer {
  return Buffer.concat([name, number(type), number(1), Buffer.alloc(4), number(data.length), data]);
}

/** A chain of pointers, each to the one before, and records whose names begin at its end. */
function chained(size: number): Buffer {
  const first = 12 + QUESTION.length + 11;
  const steps = Math.min(size, MOST_BYTES / 4, POINTER >> 2) >> 2;
  const chain = Array.from({ length: steps }, (_, step) =>
    step === 0 ? pointer(12) : pointer(first + 2 * step - 2),
  );
  const end = first + 2 * steps - 2;
  const aliases = Array.from({ length: size >> 4 }, () => record(pointer(end), 5, pointer(end)));
  return response(
    aliases.length + 1,
    Buffer.concat([record(Buffer.from([0]), 65_280, Buffer.concat(chain)), ...aliases]),
  );
}

function strings(size: number): Buffer {
  return response(1, record(pointer(12), 16, Buffer.alloc(Math.min(size, 65_000))));
}

/** Aliases one after the other, as many as fit. */
function aliases(size: number): Buffer {
  const answers = Array.from({ length: size >> 6 }, (_, index) => ({
    type: 'CNAME' as const,
    name: index === 0 ? QUERY.name : `${index}.example`,
    data: `${index + 1}.example`,
  }));
  const questions = [{ name: QUERY.name, type: QUERY.type }];
  return dnsPacket.encode({ type: 'response', id: QUERY.id, questions, answers });
}

function readAll(bytes: Buffer): void {
  const read = readResponse(bytes, QUERY);
  if (read.kind === 'response') readRecords(read.response.answers, QUERY.name, 'TXT');
}

describe('a message', () => {
  it.each([
    ['pointers to pointers', chained],
    ['empty strings', strings],
    ['aliases of aliases', aliases],
  ])('of %s takes no more time than its size', async (_what, make) => {
    await expectLinearTime(make, readAll);
  });

  it('takes little memory', async () => {
    const calls = [chained(4_000), chained(MOST_BYTES), strings(MOST_BYTES), aliases(MOST_BYTES)].map(
      (bytes) => [bytes, QUERY],
    );
    await expectSmallHeap({ from: import.meta.url, module: './response.ts', name: 'readResponse', calls });
  });

  it('is not parsed when it claims more records than there are bounds, in whatever section', () => {
    const counts = fc.array(fc.nat(2_000), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(counts, fc.uint8Array({ maxLength: 40 }), ([answers = 0, ...others], rest) => {
        const all = 1 + answers + others.reduce((sum, one) => sum + one, 0);
        const bytes = response(answers, Buffer.from(rest), ...others);
        expect(beyondMessageBounds(bytes, 512) === null).toBe(all <= 512);
        const read = readResponse(bytes, QUERY);
        if (all > 512)
          expect(read).toMatchObject({ why: { text: expect.stringContaining(`${all} records`) } });
      }),
    );
  });

  it('of more than 16 aliases is refused', () => {
    const read = readResponse(aliases(17 << 6), QUERY);
    expect(read.kind === 'response' && readRecords(read.response.answers, QUERY.name, 'TXT')).toEqual({
      kind: 'malformed',
      why: detail('dns-many-aliases', 16, 'mx.example.org'),
    });
  });
});
