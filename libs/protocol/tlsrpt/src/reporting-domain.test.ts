import { describe, expect, it } from 'vitest';

import { reportingDomain, speaksFor } from './reporting-domain.js';

describe('reportingDomain', () => {
  it.each([
    ['smtp-tls-reporting@Google.com', 'google.com'],
    ['Reports <tlsrpt@mail.example>', 'mail.example'],
    ['tlsrpt@localhost', null],
    ['https://example.org/contact', null],
    [null, null],
  ])('of %s is %s', (contact, domain) => {
    expect(reportingDomain(contact)).toBe(domain);
  });
});

describe('speaksFor', () => {
  it.each([
    ['google.com', 'google.com', true],
    ['Mail.Google.com', 'google.com', true],
    ['google.com', 'mail.google.com', true],
    ['evilgoogle.com', 'google.com', false],
    ['google.com.evil.example', 'google.com', false],
    ['com', 'google.com', false],
    ['one.google.com', 'two.google.com', false],
  ])('%s for %s: %s', (signer, reporter, expected) => {
    expect(speaksFor(signer, reporter)).toBe(expected);
  });
});
