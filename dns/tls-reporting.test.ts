import { describe, expect, it } from 'vitest';

import { tlsReportingRecord } from './tls-reporting.js';

describe('tlsReportingRecord', () => {
  it('names the mail address alone when the page has no https', () => {
    expect(tlsReportingRecord('dane.example', 'http://127.0.0.1:8080')).toBe(
      '"v=TLSRPTv1; rua=mailto:tls-reports@dane.example"',
    );
  });

  it('names the API as well when it has', () => {
    expect(tlsReportingRecord('dane.example', 'https://dane.example')).toBe(
      '"v=TLSRPTv1; rua=mailto:tls-reports@dane.example,https://dane.example/api/tlsrpt"',
    );
  });

  it('encodes in the URL what separates parts of the record', () => {
    expect(tlsReportingRecord('dane.example', 'https://dane.example/a,b;c!d')).toContain(
      '/a%2Cb%3Bc%21d/api',
    );
  });

  it('splits what is longer than one string of a TXT record, losing nothing', () => {
    const publicUrl = `https://dane.example/${'a'.repeat(400)}`;
    const strings = tlsReportingRecord('dane.example', publicUrl).match(/"[^"]*"/g) ?? [];
    expect(strings.map(({ length }) => length - 2)).toEqual([255, expect.any(Number)]);
    expect(strings.map((text) => text.slice(1, -1)).join('')).toContain(`,${publicUrl}/api/tlsrpt`);
  });
});
