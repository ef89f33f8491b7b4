import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { coversHost, readMtaStsPolicy } from './mta-sts-policy.js';
import { readMtaStsRecord } from './mta-sts-record.js';
import { readTlsRptRecord } from './tls-rpt-record.js';

const POLICY =
  'version: STSv1\r\nmode: enforce\r\nmx: mx.example.test\r\nmx: *.mail.test\r\nmax_age: 604800\r\n';

describe('readMtaStsRecord', () => {
  it.each([
    ['v=STSv1; id=20160831085700Z;', '20160831085700Z'],
    ['v=STSv1;id=1', '1'],
    ['v=STSv1 ; id=a1 ; other=x y', 'a1'],
  ])('reads %s', (text, id) => {
    expect(readMtaStsRecord([text])).toEqual({ kind: 'found', text, id });
  });

  it('passes over what is no MTA-STS record', () => {
    expect(readMtaStsRecord(['v=spf1 -all', 'v=STSv10; id=1', 'V=STSv1; id=1'])).toEqual({ kind: 'none' });
    expect(readMtaStsRecord(['v=spf1 -all', 'v=STSv1; id=1'])).toMatchObject({ kind: 'found', id: '1' });
  });

  it.each([
    [['v=STSv1; id=1', 'v=STSv1; id=2'], 'there are 2'],
    [['v=STSv1;'], 'no id'],
    [['v=STSv1; id=a-b'], 'letters and digits'],
    [[`v=STSv1; id=${'a'.repeat(33)}`], '1 to 32'],
    [['v=STSv1; id'], 'key=value'],
  ])('says what is wrong with %s', (texts, detail) => {
    expect(readMtaStsRecord(texts)).toMatchObject({
      kind: 'invalid',
      detail: expect.stringContaining(detail),
    });
  });
});

describe('readMtaStsPolicy', () => {
  it('reads a policy, with any line end, and passes over what it does not know', () => {
    const policy = { mode: 'enforce', mx: ['mx.example.test', '*.mail.test'], maxAge: 604_800 };
    expect(readMtaStsPolicy(POLICY)).toEqual({ kind: 'policy', policy });
    expect(readMtaStsPolicy(POLICY.replaceAll('\r', '') + 'new_key: x\n')).toEqual({
      kind: 'policy',
      policy,
    });
  });

  it('takes the first of a key that is there twice', () => {
    expect(readMtaStsPolicy(`${POLICY}mode: none\r\n`)).toMatchObject({ policy: { mode: 'enforce' } });
  });

  it('needs no mx in mode none', () => {
    expect(readMtaStsPolicy('version: STSv1\nmode: none\nmax_age: 1\n').kind).toBe('policy');
  });

  it.each([
    ['<html>', 'key: value'],
    [POLICY.replace('STSv1', 'STSv2'), 'version'],
    [POLICY.replace('enforce', 'enforced'), 'mode'],
    [POLICY.replace('604800', '31557601'), 'max_age'],
    [POLICY.replace('604800', '1w'), 'max_age'],
    [POLICY.replace('*.mail.test', 'm*.mail.test'), 'm*.mail.test'],
    [POLICY.replace(/mx:.*\r\n/g, ''), 'no mx'],
    ['', 'version'],
  ])('says what is wrong with %j', (text, detail) => {
    expect(readMtaStsPolicy(text)).toMatchObject({
      kind: 'invalid',
      detail: expect.stringContaining(detail),
    });
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readMtaStsPolicy(text)));
    fc.assert(fc.property(fc.array(fc.string()), (texts) => void readMtaStsRecord(texts)));
    fc.assert(fc.property(fc.string(), (text) => void readTlsRptRecord([`v=TLSRPTv1;${text}`])));
  });
});

describe('coversHost', () => {
  it.each([
    ['mx.example.test', true],
    ['MX.Example.test', true],
    ['a.mail.test', true],
    ['mail.test', false],
    ['a.b.mail.test', false],
    ['mx2.example.test', false],
  ])('%s: %s', (host, expected) => {
    expect(coversHost({ mx: ['mx.example.test', '*.mail.test'] }, host)).toBe(expected);
  });
});

describe('a policy of many lines', () => {
  it('is not read beyond a thousand', () => {
    const head = 'version: STSv1\nmode: enforce\nmax_age: 604800\n';
    const mx = (count: number) => Array.from({ length: count }, () => 'mx: mx.test').join('\n');
    expect(readMtaStsPolicy(head + mx(997))).toMatchObject({ kind: 'policy' });
    expect(readMtaStsPolicy(head + mx(998))).toEqual({
      kind: 'invalid',
      detail: 'it has more than 1000 lines',
    });
  });
});

describe('readTlsRptRecord', () => {
  it.each([
    ['v=TLSRPTv1; rua=mailto:tls@example.test', ['mailto:tls@example.test']],
    [
      'v=TLSRPTv1;rua=mailto:tls@example.test,https://example.test/r?a=%21;',
      ['mailto:tls@example.test', 'https://example.test/r?a=%21'],
    ],
  ])('reads %s', (text, addresses) => {
    expect(readTlsRptRecord(['v=spf1', text])).toEqual({ kind: 'found', text, addresses });
  });

  it.each([
    [['v=TLSRPTv1; rua=mailto:a@b', 'v=TLSRPTv1; rua=mailto:c@d'], 'there are 2'],
    [['v=TLSRPTv1'], 'no rua'],
    [['v=TLSRPTv1; rua=tls@example.test'], 'neither'],
    [['v=TLSRPTv1; rua=mailto:tls'], 'neither'],
    [['v=TLSRPTv1; rua=http://example.test/'], 'neither'],
    [['v=TLSRPTv1; rua=mailto:a@b!10m'], 'neither'],
  ])('says what is wrong with %s', (texts, detail) => {
    expect(readTlsRptRecord(texts)).toMatchObject({
      kind: 'invalid',
      detail: expect.stringContaining(detail),
    });
  });

  it('finds none where there is none', () => {
    expect(readTlsRptRecord(['v=spf1 -all'])).toEqual({ kind: 'none' });
  });
});
