import { describe, expect, it } from 'vitest';

import { readTlsRptRecord } from './tls-rpt-record.js';

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
    [['v=TLSRPTV1; rua=mailto:a@b'], 'begin with “v=TLSRPTv1;”'],
    [[' v=TLSRPTv1; rua=mailto:a@b'], 'nothing before them'],
    [['TLSRPTv1; rua=mailto:a@b'], 'begin with “v=TLSRPTv1;”'],
    [['v=TLSRPTv1; rua=mailto:a@b; rua=tls@example.test'], '“tls@example.test” is neither'],
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
    expect(readTlsRptRecord(['v=spf1 -all', 'v=TLSRPTv2; rua=mailto:a@b'])).toEqual({ kind: 'none' });
  });
});
