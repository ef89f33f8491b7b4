import { describe, expect, it } from 'vitest';

import { canonicalData, sameRecord } from './canonical-data.js';
import type { RecordType, ZoneRecord } from './zone-record.js';

const DIGEST = 'ab'.repeat(32);
const record = (changes: Partial<ZoneRecord>): ZoneRecord => ({
  name: '_25._tcp.mail.example.',
  type: 'TLSA',
  ttl: 300,
  data: `3 1 1 ${DIGEST}`,
  ...changes,
});

describe('canonicalData', () => {
  it.each<[RecordType, string, string]>([
    ['A', ' 192.0.2.1 ', '192.0.2.1'],
    ['AAAA', '2001:0DB8:0:0::0001', '2001:db8::1'],
    ['TLSA', `3  1 1 ${'AB'.repeat(16)} ${'AB'.repeat(16)}`, `3 1 1 ${DIGEST}`],
    ['TLSA', '3 1', '3 1'],
    ['TXT', 'v=TLSRPTv1; rua=mailto:a@b.example', '"v=TLSRPTv1; rua=mailto:a@b.example"'],
    ['TXT', '"v=TLSRPTv1\\; " "rua=mailto:a@b.example"', '"v=TLSRPTv1; rua=mailto:a@b.example"'],
    ['TXT', '"a\\"b\\\\c\\044d"', '"a\\"b\\\\c,d"'],
    ['TXT', `"${'x'.repeat(200)}" "${'x'.repeat(100)}"`, `"${'x'.repeat(255)}" "${'x'.repeat(45)}"`],
    ['CAA', '0 ISSUE letsencrypt.org', '0 issue "letsencrypt.org"'],
    ['CAA', '0 issuewild ";"', '0 issuewild ";"'],
  ])('writes %s %s as %s', (type, data, expected) => {
    expect(canonicalData(type, data)).toBe(expected);
  });
});

describe('sameRecord', () => {
  it('looks at name, type and data, whatever their case, and not at the TTL', () => {
    const other = record({ name: '_25._TCP.Mail.example', ttl: 60, data: `3 1 1 ${DIGEST.toUpperCase()}` });
    expect(sameRecord(record({}), other)).toBe(true);
  });

  it.each([
    { name: '_25._tcp.mail2.example.' },
    { type: 'TXT' as const },
    { data: `3 1 1 ${'ac'.repeat(32)}` },
    { data: `2 1 1 ${DIGEST}` },
  ])('tells %j apart', (changes) => {
    expect(sameRecord(record({}), record(changes))).toBe(false);
  });
});
