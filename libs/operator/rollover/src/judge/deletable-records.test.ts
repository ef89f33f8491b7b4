import { describe, expect, it } from 'vitest';

import { issuerRecord, keyRecord, testChain } from '../../../../../test/support/rollover-certificates.js';
import { type DeletionInput, deletableRecords } from './deletable-records.js';

const OLD = testChain('old', 'ecdsa', 'mail.example.test');
const NEXT = testChain('next', 'ecdsa', 'mail.example.test');
const UNKNOWN = '3 1 9 00ff';

function at(data: string) {
  return { name: '_25._tcp.mail.example.test.', data };
}

function deletable(data: string, different: Partial<DeletionInput> = {}): boolean {
  const input = { current: [], next: [], chains: [NEXT.chain], keep: [], ...different, present: [at(data)] };
  return deletableRecords(input).length > 0;
}

describe('deletableRecords', () => {
  it.each([
    ['a record that matches nothing', keyRecord(OLD), {}],
    ['one with another usage that matches nothing', keyRecord(OLD).replace(/^3/, '1'), {}],
    ['one that nobody understands, of the current certificate', UNKNOWN, { current: [at(UNKNOWN)] }],
    ['everything, when nothing is presented', keyRecord(OLD), { chains: [] }],
  ])('lets go of %s', (_, data, different) => {
    expect(deletable(data, different)).toBe(true);
  });

  it.each([
    [
      'a record of the next certificate, presented or not',
      keyRecord(NEXT),
      { next: [at(keyRecord(NEXT))], chains: [] },
    ],
    ['one that matches what is presented', keyRecord(NEXT), {}],
    [
      'one that matches what one of several addresses presents',
      keyRecord(OLD),
      { chains: [NEXT.chain, OLD.chain] },
    ],
    ['one that matches an issuer that is presented', issuerRecord(NEXT), {}],
    ['one that matches, for web browsers', keyRecord(NEXT).replace(/^3/, '1'), {}],
    ['one that nobody understands', UNKNOWN, {}],
    ['one that cannot be read', 'nonsense', {}],
    ['one that is to be kept', keyRecord(OLD), { keep: [keyRecord(OLD)] }],
  ])('keeps %s', (_, data, different) => {
    expect(deletable(data, different)).toBe(false);
  });

  it('counts a certificate that is out of its dates as presented', () => {
    const from = { notBefore: new Date('2001-01-01'), notAfter: new Date('2002-01-01') };
    const expired = testChain('expired', 'ecdsa', 'mail.example.test', from);
    expect(deletable(issuerRecord(expired), { chains: [expired.chain] })).toBe(false);
  });
});
