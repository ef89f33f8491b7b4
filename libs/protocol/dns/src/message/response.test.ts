import dnsPacket from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createQuery } from './query.js';
import { readRecords } from './read-records.js';
import { RECORD_READERS, type RecordType } from './record-data.js';
import { readResponse } from './response.js';

const QUERY = createQuery('mx.example.org', 'TLSA', { recursion: true, checkingDisabled: false });
const RIGHT = dnsPacket.encode({
  type: 'response',
  id: QUERY.id,
  questions: [{ name: QUERY.name, type: QUERY.type }],
  answers: [
    { type: 'CNAME', name: QUERY.name, data: 'a.example' },
    {
      type: 'TLSA',
      name: 'a.example',
      data: { usage: 3, selector: 1, matchingType: 1, certificate: Buffer.alloc(32) },
    },
  ],
  additionals: [
    {
      type: 'OPT',
      name: '.',
      udpPayloadSize: 1232,
      extendedRcode: 0,
      ednsVersion: 0,
      flags: 0,
      flag_do: false,
      options: [],
    },
  ],
});

/** Reads bytes as far as they can be read. */
function readAll(bytes: Buffer): string {
  const read = readResponse(bytes, QUERY);
  if (read.kind !== 'response') return read.kind;
  const types = Object.keys(RECORD_READERS) as RecordType[];
  for (const type of types) readRecords(read.response.answers, QUERY.name, type);
  return read.kind;
}

describe('readResponse', () => {
  it('reads the right reply', () => {
    expect(readAll(RIGHT)).toBe('response');
  });

  it('never throws, whatever comes behind the id', () => {
    const id = RIGHT.subarray(0, 2);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        expect(readAll(Buffer.concat([id, noise]))).toMatch(/^(malformed|response)$/);
      }),
    );
  });

  it('never throws when octets of a right reply are changed', () => {
    const change = fc.tuple(fc.integer({ min: 2, max: RIGHT.length - 1 }), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
        const bytes = Buffer.from(RIGHT);
        for (const [place, octet] of changes) bytes[place] = octet;
        expect(readAll(bytes)).toMatch(/^(malformed|response)$/);
      }),
      { numRuns: 500 },
    );
  });

  it('finds every shortened reply malformed', () => {
    const lengths = Array.from({ length: RIGHT.length - 2 }, (_, index) => index + 2);
    for (const length of lengths) expect(readAll(RIGHT.subarray(0, length))).toBe('malformed');
  });
});

describe('readResponse, extended errors (RFC 8914)', () => {
  const told = (data: number[], text = '') => {
    const options = [{ code: 15, data: Buffer.concat([Buffer.from(data), Buffer.from(text)]) }] as never;
    const bytes = dnsPacket.encode({
      type: 'response',
      id: QUERY.id,
      questions: [{ name: QUERY.name, type: QUERY.type }],
      additionals: [
        {
          type: 'OPT',
          name: '.',
          udpPayloadSize: 1232,
          extendedRcode: 1,
          ednsVersion: 0,
          flags: 0,
          flag_do: false,
          options,
        },
      ],
    });
    const read = readResponse(bytes, QUERY);
    return read.kind === 'response' ? [read.response.rcode, read.response.extendedError] : read;
  };

  it('reads them, and the upper bits of the code', () => {
    expect(told([0, 7])).toEqual([16, 'signature expired']);
    expect(told([0, 6], 'no keys')).toEqual([16, 'DNSSEC bogus: no keys']);
    expect(told([0, 29])).toEqual([16, 'extended error 29']);
    expect(told([0])).toEqual([16, undefined]);
  });

  it('shows no octets that do not print, and no essays', () => {
    expect(told([0, 6], `\u001b[2J${'x'.repeat(300)}`)).toEqual([16, `DNSSEC bogus: [2J${'x'.repeat(197)}`]);
  });
});
