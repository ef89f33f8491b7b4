import { describe, expect, it } from 'vitest';

import { detail } from '#text';

import { FINDING_FACTS as SAMPLES, lookup, place, tlsa } from '../../../../../test/support/finding-facts.js';
import { phrase } from '../phrases.js';
import { finding, type FactsOf, type FindingCode } from './catalogue.js';

function bouncesOf<Code extends FindingCode>(code: Code, facts: FactsOf<Code>): string[] {
  return finding(code, facts).bounces.map(({ sender, text }) => `${sender}: ${text}`);
}

describe('the catalogue of findings', () => {
  it.each(Object.keys(SAMPLES) as FindingCode[])(
    '%s says a sentence, what to do, and where it is written',
    (code) => {
      // Each with its own facts, which the compiler cannot see where it goes through all of them.
      const body = finding(code, SAMPLES[code] as never);

      expect(body.code).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
      expect(body.text).toMatch(/^([A-Z_“\d]|\w+\.test\b).*\.$/s);
      expect(`${body.text} ${body.advice ?? ''}`.trim()).not.toMatch(/undefined|\[object|\.\.| {2}/);
      if (body.advice !== null) expect(body.advice).toMatch(/^[A-Z].*\.$/);
      if (body.rfc !== null) expect(body.rfc).toMatch(/^RFC \d{4} §\d+(\.\d+)*$/);
    },
  );
});

describe('what senders write', () => {
  it('when nothing matches', () => {
    expect(bouncesOf('tlsa-mismatch', SAMPLES['tlsa-mismatch'])).toEqual([
      'Exchange Online: 4/5.7.323 tlsa-invalid: The domain failed DANE validation.',
      'Postfix: 4.7.5 Server certificate not verified',
      'Postfix: 4.7.5 Server certificate not trusted',
    ]);
  });

  it('when an anchor matches and the certificate is wrong for another reason', () => {
    const facts = { ...SAMPLES['tlsa-mismatch'], faults: ['expired', 'wrong-name'] };
    expect(bouncesOf('tlsa-mismatch', facts)).toEqual([
      "Exchange Online: 4/5.7.322 certificate-expired: Destination mail server's certificate is expired.",
      'Exchange Online: 5.7.325 certificate-host-mismatch: Remote certificate MUST have a common name or subject alternative name matching the hostname (DANE)',
      'Postfix: 4.7.5 Server certificate not verified',
      'Postfix: 4.7.5 Server certificate not trusted',
    ]);
  });

  it('when DNS fails', () => {
    expect(bouncesOf('tlsa-bogus', tlsa)).toEqual([
      'Exchange Online: 4/5.7.324 dnssec-invalid: Destination domain returned invalid DNSSEC records.',
      'Postfix: 4.7.5 TLSA lookup error for mx.test:25',
    ]);
    expect(bouncesOf('lookup-bogus', { ...lookup, type: 'MX' })).toContain(
      'Postfix: 4.4.3 Host or domain name not found. Name service error for name=x.test type=MX: Host not found, try again',
    );
  });

  it('when TLS was promised, and nothing when it was not', () => {
    expect(
      bouncesOf('no-starttls', { place, refusal: detail('verbatim', '454 no'), isPromised: true }),
    ).toContain('Postfix: TLS is required, but host mx.test[192.0.2.1] refused to start TLS: 454 no');
    expect(bouncesOf('no-starttls', { place, refusal: null, isPromised: false })).toEqual([]);
    expect(bouncesOf('tls-failed', { place, detail: detail('no-answer'), isPromised: true })).toEqual([
      'Postfix: 4.7.5 Cannot start TLS: handshake failure',
    ]);
  });
});

describe('severities that depend on the case', () => {
  it.each([
    [
      finding('ocsp-not-good', { place, text: phrase('ocsp-none'), isExpected: true, status: 'try-later' }),
      'warning',
    ],
    [
      finding('ocsp-not-good', { place, text: phrase('ocsp-none'), isExpected: true, status: 'revoked' }),
      'error',
    ],
    [
      finding('ocsp-not-good', { place, text: phrase('ocsp-none'), isExpected: false, status: 'revoked' }),
      'warning',
    ],
    [finding('mta-sts-mx-not-covered', { hosts: [], mode: 'enforce' }), 'error'],
    [finding('mta-sts-mx-not-covered', { hosts: [], mode: 'testing' }), 'warning'],
  ])('$0.code', (body, severity) => {
    expect(body.severity).toBe(severity);
  });
});
