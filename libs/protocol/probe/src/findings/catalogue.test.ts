import { describe, expect, it } from 'vitest';

import { finding, type FactsOf, type FindingCode } from './catalogue.js';

const place = { host: 'mx.test', address: '192.0.2.1', port: 25 };
const lookup = { name: 'x.test', type: 'A', detail: 'SERVFAIL' } as const;
const tlsa = { name: '_25._tcp.mx.test', host: 'mx.test', port: 25, detail: 'SERVFAIL', isMxSecure: true };
const record = { record: '3 1 1 00', reason: 'It is wrong.' };

const SAMPLES: { readonly [Code in FindingCode]: FactsOf<Code> } = {
  'resolver-does-not-validate': { address: '192.0.2.53:53' },
  'resolver-validates-in-part': { address: '192.0.2.53:53', name: 'x.test' },
  'resolver-not-known-to-validate': { address: '192.0.2.53:53' },
  'lookup-bogus': { ...lookup, type: 'MX' },
  'lookup-failed': lookup,
  'addresses-half-failed': lookup,
  'no-such-domain': { name: 'x.test' },
  'null-mx': { domain: 'x.test' },
  'null-mx-beside-others': { domain: 'x.test' },
  'null-mx-preference': { domain: 'x.test', preferences: [10] },
  'no-mx': { domain: 'x.test' },
  'mx-insecure': { domain: 'x.test' },
  'mx-is-address': { exchange: '192.0.2.1' },
  'mx-is-alias': { host: 'mx.test', canonicalName: 'x.test' },
  'no-srv': { name: '_x._tcp.test' },
  'srv-insecure': { name: '_x._tcp.test' },
  'srv-not-offered': { name: '_x._tcp.test' },
  'no-addresses': { host: 'mx.test', families: 'IPv4 or IPv6' },
  'address-literal': { host: '192.0.2.1' },
  'addresses-insecure': { host: 'mx.test' },
  'tlsa-insecure': { name: tlsa.name },
  'tlsa-none': { name: tlsa.name },
  'tlsa-bogus': tlsa,
  'tlsa-failed': tlsa,
  'left-out': { what: 'hosts', most: 50, names: ['mx51.test'] },
  'connections-used-up': { most: 60, hosts: ['mx.test'] },
  'name-servers-disagree': { name: tlsa.name, servers: 'ns.test (none)' },
  'name-server-failed': { name: tlsa.name, servers: 'ns.test (silent)' },
  unreachable: { host: 'mx.test', port: 25 },
  'address-unreachable': { place, detail: 'no answer' },
  'address-forbidden': { place },
  'not-looked-at': { place, detail: 'one probe opens at most 60 connections' },
  'prober-without-ipv6': {},
  'mx-not-public': { host: 'mx.test', addresses: ['10.0.0.1'], isEverywhere: true, isInternal: false },
  'not-served': { place, detail: 'said “554 no”' },
  'server-silent': { place, detail: 'did not answer completely within 90 s' },
  'no-starttls': { place, refusal: null, isPromised: true },
  'tls-failed': { place, detail: 'it was cut', isPromised: true },
  'starttls-injection': { place, octets: 14 },
  'tls-outdated': { place, version: 'TLSv1' },
  'second-handshake-failed': { place, kind: 'RSA', detail: 'no answer' },
  interrupted: {},
  'tlsa-mismatch': { place, faults: ['not-presented'], reasons: [], senders: null },
  'second-certificate-unpublished': {
    place,
    faults: ['not-presented'],
    reasons: [],
    senders: null,
    kind: 'RSA',
  },
  'tlsa-unusable': { name: tlsa.name },
  'tlsa-record-unusable': record,
  'tlsa-record-unmatched': record,
  'certificate-expired': { place, notAfter: '2026-01-01T00:00:00.000Z' },
  'certificate-not-yet-valid': { place, subject: 'CN=x', notBefore: '2027-01-01T00:00:00.000Z', depth: 1 },
  'certificate-expires-soon': {
    place,
    subject: 'CN=x',
    notAfter: '2026-01-01T00:00:00.000Z',
    depth: 0,
    leftMs: 1,
  },
  'name-not-in-certificate': { place, accepted: ['mx.test'] },
  'reply-slow': { place, to: 'EHLO', seconds: 15 },
  'path-not-judged': { place, detail: 'openssl cannot be run' },
  'senders-differ': { place, reason: 'the anchor has expired', senders: 'Postfix: delivers.' },
  'weak-key': { place, key: 'RSA 1024' },
  'ocsp-missing': { place },
  'ocsp-not-good': { place, text: 'revoked.', isExpected: true, status: 'revoked' },
  'must-staple-missing': { place },
  'breaks-at-renewal': {
    record: '3 0 1 00',
    of: 'certificate',
    isKeyPublished: false,
    notAfter: '2026-01-01T00:00:00.000Z',
  },
  'tlsa-record-well-known': { record: '3 1 1 00', what: 'is the digest of nothing' },
  'rollover-not-ready': { text: 'There is one record.' },
  'anchor-from-connection': {},
  'mta-sts-none': { domain: 'x.test' },
  'mta-sts-record-invalid': { name: '_mta-sts.x.test', detail: 'it has no id' },
  'mta-sts-lookup-failed': { name: '_mta-sts.x.test', detail: 'SERVFAIL' },
  'mta-sts-fetch-failed': { url: 'https://mta-sts.x.test/', detail: 'status 404' },
  'mta-sts-policy-invalid': { detail: 'it names no mx' },
  'mta-sts-content-type': { contentType: 'text/html' },
  'mta-sts-mx-not-covered': { hosts: ['mx.test'], mode: 'enforce' },
  'mta-sts-mode': { mode: 'testing' },
  'mta-sts-max-age': { days: 1 },
  'tlsrpt-none': { domain: 'x.test' },
  'tlsrpt-at-host': { host: 'mx.test', domain: 'x.test' },
  'tlsrpt-invalid': { name: '_smtp._tls.x.test', detail: 'it has no rua' },
  'tlsrpt-lookup-failed': { name: '_smtp._tls.x.test', detail: 'SERVFAIL' },
};

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
    expect(bouncesOf('no-starttls', { place, refusal: '454 no', isPromised: true })).toContain(
      'Postfix: TLS is required, but host mx.test[192.0.2.1] refused to start TLS: 454 no',
    );
    expect(bouncesOf('no-starttls', { place, refusal: null, isPromised: false })).toEqual([]);
    expect(bouncesOf('tls-failed', { place, detail: 'x', isPromised: true })).toEqual([
      'Postfix: 4.7.5 Cannot start TLS: handshake failure',
    ]);
  });
});

describe('severities that depend on the case', () => {
  it.each([
    [finding('ocsp-not-good', { place, text: '', isExpected: true, status: 'try-later' }), 'warning'],
    [finding('ocsp-not-good', { place, text: '', isExpected: true, status: 'revoked' }), 'error'],
    [finding('ocsp-not-good', { place, text: '', isExpected: false, status: 'revoked' }), 'warning'],
    [finding('mta-sts-mx-not-covered', { hosts: [], mode: 'enforce' }), 'error'],
    [finding('mta-sts-mx-not-covered', { hosts: [], mode: 'testing' }), 'warning'],
  ])('$0.code', (body, severity) => {
    expect(body.severity).toBe(severity);
  });
});
