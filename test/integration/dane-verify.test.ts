/** Records against chains, whose paths the openssl program judges. */
import { afterEach, describe, expect, it, vi } from 'vitest';

import { issueCertificate, type KeyKind, type TestCertificate } from '../support/x509.js';
import { tlsaRecord, verifyDane, type RecordFault } from '#dane';
import type { TlsaRecord } from '#dns';

afterEach(() => vi.unstubAllEnvs());

const NOW = Date.parse('2026-06-01');
const PAST = { notBefore: new Date('2024-01-01'), notAfter: new Date('2025-01-01') };
const FUTURE = { notBefore: new Date('2028-01-01'), notAfter: new Date('2029-01-01') };
const NAME = 'mx.example.org';
const CERT_SIGN = 0x04;

const root = issueCertificate({ name: 'Root', ca: true, keyUsage: CERT_SIGN });
const middle = issueCertificate({ name: 'Middle', issuer: root, ca: true, keyUsage: CERT_SIGN });
const leaf = issueCertificate({ name: 'leaf', issuer: middle, dnsNames: [NAME] });
const stranger = issueCertificate({ name: 'Stranger', ca: true });

const ders = (...certificates: readonly TestCertificate[]): Uint8Array[] =>
  certificates.map(({ der }) => der);
const ta = (certificate: TestCertificate, selector: 0 | 1 = 1, matchingType: 0 | 1 | 2 = 1): TlsaRecord =>
  tlsaRecord(2, selector, matchingType, certificate.der);
const ee = (certificate: TestCertificate, selector: 0 | 1 = 1, matchingType: 0 | 1 | 2 = 1): TlsaRecord =>
  tlsaRecord(3, selector, matchingType, certificate.der);

function verify(records: readonly TlsaRecord[], chain: readonly Uint8Array[], referenceNames = [NAME]) {
  return verifyDane({ records, chain, referenceNames, now: NOW });
}

/** What is said of a single record, in one line. */
function verdict(record: TlsaRecord, chain: readonly Uint8Array[], names?: string[]): string {
  const [result] = verify([record], chain, names).records;
  return [result?.result, result?.fault ?? '-', result?.depth ?? '-'].join(' ');
}

const fault = (name: RecordFault, depth: number | '-' = '-'): string => `mismatch ${name} ${depth}`;
const SELECTORS = [0, 1] as const;
const MATCHING_TYPES = [0, 1, 2] as const;
const COMBINATIONS = SELECTORS.flatMap((selector) =>
  MATCHING_TYPES.map((matchingType) => [selector, matchingType] as const),
);

describe('verifyDane with DANE-EE', () => {
  it.each(COMBINATIONS)('matches 3 %i %i whatever the names and the dates are', (selector, matchingType) => {
    const expired = issueCertificate({ name: 'x', issuer: middle, dnsNames: ['other.example'], ...PAST });
    expect(verdict(ee(expired, selector, matchingType), ders(expired), [])).toBe('match - 0');
  });

  it('tells a certificate that was not presented from one that is not the server’s own', () => {
    expect(verdict(ee(stranger), ders(leaf, middle))).toBe(fault('not-presented'));
    expect(verdict(ee(middle), ders(leaf, middle))).toBe(fault('wrong-usage', 1));
  });
});

describe('verifyDane with DANE-TA', () => {
  it.each(COMBINATIONS)('matches 2 %i %i of an issuer at any height', (selector, matchingType) => {
    const chain = ders(leaf, middle, root);
    expect(verdict(ta(middle, selector, matchingType), chain)).toBe('match - 1');
    expect(verdict(ta(root, selector, matchingType), chain)).toBe('match - 2');
  });

  it.each(['rsa', 'ecdsa', 'ed25519'] as const)('verifies signatures by %s', (key: KeyKind) => {
    const authority = issueCertificate({ name: 'CA', key, ca: true });
    const server = issueCertificate({ name: 'server', key, issuer: authority, dnsNames: [NAME] });
    expect(verdict(ta(authority), ders(server, authority))).toBe('match - 1');
  });

  it('finds the path in a chain that is out of order and has strangers in it', () => {
    expect(verdict(ta(root), ders(leaf, stranger, root, middle))).toBe('match - 2');
  });

  it('says that the anchor was not sent, or that another was', () => {
    expect(verdict(ta(root), ders(leaf, middle))).toBe(fault('anchor-not-sent'));
    expect(verdict(ta(root), ders(leaf))).toBe(fault('anchor-not-sent'));
    expect(verdict(ta(stranger), ders(leaf, middle, root))).toBe(fault('not-presented'));
  });

  it('does not take the server’s own certificate for an issuer, sent once or twice', () => {
    const own = issueCertificate({ name: NAME, dnsNames: [NAME], ca: true });
    expect(verdict(ta(own), ders(own))).toBe(fault('wrong-usage', 0));
    expect(verdict(ta(own), ders(own, own))).toBe(fault('wrong-usage', 0));
  });

  it('takes an issuer by signature, not by name', () => {
    const impostor = issueCertificate({ name: 'Middle', ca: true });
    expect(verdict(ta(impostor), ders(leaf, impostor))).toBe(fault('no-path', 1));
    expect(verdict(ta(stranger), ders(leaf, stranger))).toBe(fault('no-path', 1));
  });

  it('finds the valid one of two certificates of the same authority', () => {
    const old = issueCertificate({ name: 'Root', keyOf: root, ca: true, ...PAST });
    expect(verdict(ta(root), ders(leaf, middle, old, root))).toBe('match - 3');
    expect(verdict(ta(old), ders(leaf, middle, old))).toBe(fault('expired', 2));
  });

  it('does not need a certificate to be sent that the record holds (RFC 7671 §5.2.2)', () => {
    expect(verdict(ta(root, 0, 0), ders(leaf, middle))).toBe('match - -');
    expect(verdict(ta(stranger, 0, 0), ders(leaf, middle))).toBe(fault('anchor-not-sent'));
  });

  it('takes a bare key that signed the topmost certificate (RFC 7671 §5.2.3)', () => {
    expect(verdict(ta(root, 1, 0), ders(leaf, middle))).toBe('match - -');
    expect(verdict(ta(root, 1, 0), ders(leaf, middle), ['other.example'])).toBe(fault('wrong-name'));
    expect(verdict(ta(stranger, 1, 0), ders(leaf, middle))).toBe(fault('anchor-not-sent'));
  });
});

describe('verifyDane, path by RFC 5280', () => {
  const served = (authority: TestCertificate, extra: Partial<Parameters<typeof issueCertificate>[0]> = {}) =>
    issueCertificate({ name: 'server', issuer: authority, dnsNames: [NAME], ...extra });

  it.each([
    ['expired', 'the server’s certificate', {}, PAST],
    ['not-yet-valid', 'the server’s certificate', {}, FUTURE],
    ['expired', 'the anchor', PAST, {}],
    ['not-a-ca', 'an authority that is none', { ca: false }, {}],
    ['not-a-ca', 'an authority that says nothing', { ca: undefined }, {}],
    ['not-a-ca', 'a key that may not sign', { keyUsage: 0x80 }, {}],
    ['not-a-ca', 'names that are not permitted', { permittedNames: ['example.net'] }, {}],
    ['not-a-ca', 'names that are excluded', { excludedNames: ['example.org'] }, {}],
    ['unsuitable', 'a certificate for clients only', {}, { purposes: ['1.3.6.1.5.5.7.3.2'] }],
    ['unsuitable', 'a certificate for any purpose', {}, { purposes: ['2.5.29.37.0'] }],
    ['unsuitable', 'a key for certificates only', {}, { keyUsage: CERT_SIGN }],
    ['unsuitable', 'an unknown critical extension', {}, { criticalOid: '1.2.3.4' }],
    ['unsuitable', 'an unknown critical extension of the anchor', { criticalOid: '1.2.3.4' }, {}],
  ] as const)('finds %s: %s', (name, _why, authorityFields, serverFields) => {
    const { ca, ...fields } = { ca: true, ...authorityFields } as { ca: boolean | undefined };
    const authority = issueCertificate({ name: 'CA', ...fields, ...(ca === undefined ? {} : { ca }) });
    expect(verdict(ta(authority), ders(served(authority, serverFields), authority))).toBe(fault(name, 1));
  });

  it.each([
    ['a permitted name', { permittedNames: ['example.org'] }, {}],
    ['another excluded name', { excludedNames: ['ample.org'] }, {}],
    ['a certificate for servers', {}, { purposes: ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.1'] }],
    ['a key that signs', {}, { keyUsage: 0x80 }],
  ])('accepts %s', (_why, authorityFields, serverFields) => {
    const authority = issueCertificate({ name: 'CA', ca: true, ...authorityFields });
    expect(verdict(ta(authority), ders(served(authority, serverFields), authority))).toBe('match - 1');
  });

  it('accepts a root of version 1, which has no extensions', () => {
    const old = issueCertificate({ name: 'Old', version1: true });
    expect(verdict(ta(old), ders(served(old), old))).toBe('match - 1');
  });

  it('counts the authorities below one against its path length', () => {
    const top = issueCertificate({ name: 'Top', ca: true, pathLength: 0 });
    const sub = issueCertificate({ name: 'Sub', issuer: top, ca: true });
    const server = served(sub);
    expect(verdict(ta(sub), ders(server, sub, top))).toBe('match - 1');
    expect(verdict(ta(top), ders(server, sub, top))).toBe(fault('not-a-ca', 2));
    expect(verdict(ta(top), ders(served(top), top))).toBe('match - 1');
  });
});

describe('verifyDane, names (RFC 7672 §3.2)', () => {
  const issued = (...names: string[]) =>
    issueCertificate({ name: 'cn.example.org', issuer: root, dnsNames: names });
  const check = (certificate: TestCertificate, ...references: string[]): string =>
    verdict(ta(root), ders(certificate, root), references);

  it.each([
    [['mx.example.org'], ['mx.example.org'], 'match - 1'],
    [['MX.Example.ORG'], ['mx.example.org'], 'match - 1'],
    [['example.org'], ['mx.example.org', 'example.org'], 'match - 1'],
    [['*.example.org'], ['mx.example.org'], 'match - 1'],
    [['*.example.org'], ['a.mx.example.org'], 'mismatch wrong-name 1'],
    [['*.example.org'], ['example.org'], 'mismatch wrong-name 1'],
    [['m*.example.org'], ['mx.example.org'], 'mismatch wrong-name 1'],
    [['*x.example.org'], ['mx.example.org'], 'mismatch wrong-name 1'],
    [['mx.*.org'], ['mx.example.org'], 'mismatch wrong-name 1'],
    [['*.org'], ['example.org'], 'mismatch wrong-name 1'],
    [['*'], ['org'], 'mismatch wrong-name 1'],
    [['other.example.org'], ['cn.example.org'], 'mismatch wrong-name 1'],
    [['mx.example.org'], [], 'mismatch wrong-name 1'],
  ])('holds %j against %j: %s', (names, references, expected) => {
    expect(check(issued(...names), ...references)).toBe(expected);
  });

  it('reads the common name only where there is no other', () => {
    const bare = issueCertificate({ name: 'cn.example.org', issuer: root });
    expect(check(bare, 'cn.example.org')).toBe('match - 1');
    expect(check(issued('mx.example.org'), 'cn.example.org')).toBe(fault('wrong-name', 1));
  });
});

describe('verifyDane with several records', () => {
  const chain = ders(leaf, middle, root);
  const wrong = (record: TlsaRecord): TlsaRecord => ({ ...record, data: new Uint8Array(record.data.length) });

  it('is content with one match and reports every record', () => {
    const { outcome, records } = verify([wrong(ee(leaf)), ta(root), { ...ee(leaf), usage: 1 }], chain);
    expect(outcome).toBe('verified');
    expect(records.map(({ result, fault: why }) => [result, why])).toEqual([
      ['mismatch', 'not-presented'],
      ['match', null],
      ['unusable', 'pkix-usage'],
    ]);
  });

  it('ignores a weaker digest of the same usage and selector (RFC 7671 §9)', () => {
    const { outcome, records } = verify([ee(leaf, 1, 1), wrong(ee(leaf, 1, 2))], chain);
    expect(outcome).toBe('mismatch');
    expect(records[0]).toMatchObject({ result: 'unusable', fault: 'weaker-digest', depth: 0 });
  });

  it('never ignores the whole data, another selector, or what only an unusable record outdoes', () => {
    const stronger = wrong(ee(leaf, 1, 2));
    expect(verify([ee(leaf, 1, 0), stronger], chain).outcome).toBe('verified');
    expect(verify([ee(leaf, 0, 1), stronger], chain).outcome).toBe('verified');
    expect(verify([ta(root, 1, 1), stronger], chain).outcome).toBe('verified');
    expect(verify([ee(leaf), { ...stronger, data: new Uint8Array(63) }], chain).outcome).toBe('verified');
  });

  it('finds no way to authenticate where no record can be used', () => {
    expect(
      verify(
        [
          { ...ee(leaf), usage: 0 },
          { ...ee(leaf), matchingType: 9 },
        ],
        chain,
      ).outcome,
    ).toBe('unusable');
    expect(verify([], chain).outcome).toBe('unusable');
  });

  it('finds the frame of a certificate or of a key without one in it unusable', () => {
    const brokenKey = Uint8Array.from(ee(leaf, 1, 0).data).fill(0xff, -40);
    expect(verdict({ ...ee(leaf, 1, 0), data: brokenKey }, chain)).toBe('unusable malformed-data -');
  });
});

describe('verifyDane, what a stranger can make of it', () => {
  it('asks OpenSSL of one path, however many certificates an authority has', () => {
    const key = issueCertificate({ name: 'CA', ca: true });
    const server = issueCertificate({ name: 'leaf', issuer: key, dnsNames: [NAME] });
    const all = Array.from({ length: 12 }, () => issueCertificate({ name: 'CA', ca: true, keyOf: key }));
    const { outcome, records } = verify(
      all.map((one) => ta(one, 0)),
      ders(server, ...all),
    );
    expect(outcome).toBe('verified');
    expect(records.map((one) => one.fault ?? one.result)).toEqual([
      'match',
      ...Array<string>(11).fill('no-path'),
    ]);
  });

  it('follows a chain of nine issuers for each of 200 records, and none of ten', () => {
    const chain = [issueCertificate({ name: 'CA 0', ca: true })];
    const grow = (): void => {
      chain.unshift(issueCertificate({ name: `CA ${chain.length}`, ca: true, issuer: chain[0]! }));
    };
    while (chain.length < 10) grow();
    const results = (): string[] => {
      const server = issueCertificate({ name: 'leaf', issuer: chain[0]!, dnsNames: [NAME] });
      const records = Array.from({ length: 200 }, () => ta(chain.at(-1)!));
      return verify(records, ders(server, ...chain)).records.map((one) => one.fault ?? one.result);
    };
    expect(results()).toEqual(Array<string>(200).fill('match'));
    grow();
    expect(results()).toEqual(Array<string>(200).fill('chain-too-long'));
  });

  it('takes a certificate that was changed for issued by nobody', () => {
    for (const at of [20, 60, 120, 200, leaf.der.length - 20]) {
      const der = Uint8Array.from(leaf.der);
      der[at] = (der[at] ?? 0) ^ 1;
      expect(verify([ta(middle)], [der, middle.der]).outcome).toBe('mismatch');
    }
  });
});

describe('verifyDane, as OpenSSL goes with DANE', () => {
  const old = issueCertificate({ name: 'Older', ca: true });
  const cross = issueCertificate({ name: 'Root', keyOf: root, issuer: old, ca: true, keyUsage: CERT_SIGN });
  const impostor = issueCertificate({ name: 'Middle', ca: true, keyUsage: CERT_SIGN });

  it('follows the first issuer of a name, and does not try another', () => {
    expect(verdict(ta(root, 0), ders(leaf, middle, cross, root))).toBe(fault('no-path', 3));
    expect(verdict(ta(root, 0), ders(leaf, middle, root, cross))).toBe('match - 2');
    expect(verdict(ta(middle), ders(leaf, impostor, middle))).toBe(fault('no-path', 2));
    expect(verdict(ta(middle), ders(leaf, middle, impostor))).toBe('match - 1');
  });

  it.each(['sha1', 'md5'] as const)('takes no signature with %s, but for that of the anchor', (hash) => {
    const authority = issueCertificate({ name: 'CA', key: 'rsa', ca: true, hash });
    const server = (changes: object) =>
      issueCertificate({ name: 'server', issuer: authority, dnsNames: [NAME], ...changes });
    expect(verdict(ta(authority), ders(server({ hash }), authority))).toBe(fault('too-weak', 1));
    expect(verdict(ta(authority), ders(server({}), authority))).toBe('match - 1');
  });
});

describe('verifyDane, where senders differ', () => {
  const caveatOf = (record: TlsaRecord, ...chain: readonly TestCertificate[]) =>
    verify([record], ders(...chain)).records.map(({ result, caveat }) => [result, caveat])[0];

  it('accepts an expired anchor that somebody else issued, as OpenSSL does, and says so', () => {
    const old = issueCertificate({ name: 'Middle', keyOf: middle, issuer: root, ca: true, ...PAST });
    expect(caveatOf(ta(old, 0), leaf, old)).toEqual(['match', 'anchor-expired']);
    const late = issueCertificate({ name: 'leaf', issuer: middle, dnsNames: [NAME], ...PAST });
    expect(caveatOf(ta(old, 0), late, old)).toEqual(['mismatch', null]);
    // What a bare key signed is no anchor, so that its dates count.
    expect(caveatOf(ta(root, 1, 0), leaf, old)).toEqual(['mismatch', null]);
  });

  it('accepts an anchor that somebody else issued and that is not valid yet, and says so', () => {
    const early = issueCertificate({ name: 'Middle', keyOf: middle, issuer: root, ca: true, ...FUTURE });
    expect(caveatOf(ta(early, 0), leaf, early)).toEqual(['match', 'anchor-not-yet-valid']);
  });

  it('accepts an issuer that only its key usage makes a CA, as OpenSSL does, and says so', () => {
    const bare = issueCertificate({ name: 'Bare', keyUsage: CERT_SIGN });
    const server = issueCertificate({ name: 'server', issuer: bare, dnsNames: [NAME] });
    expect(caveatOf(ta(bare), server, bare)).toEqual(['match', 'no-basic-constraints']);
    expect(caveatOf(ta(root), leaf, middle, root)).toEqual(['match', null]);
  });
});

describe('verifyDane without the openssl program', () => {
  it('says that it could not judge, and still compares the server’s own certificate', () => {
    vi.stubEnv('PATH', '/nonexistent');
    const server = issueCertificate({ name: 'server', issuer: middle, dnsNames: [NAME] });
    const chain = ders(server, middle, root);
    const { outcome, records } = verify([ta(middle)], chain);
    expect({ outcome, ...records[0] }).toMatchObject({
      outcome: 'not-judged',
      fault: 'not-judged',
      why: { text: expect.stringContaining('openssl cannot be run') as string },
    });
    expect(verify([ta(middle), ee(server)], chain).outcome).toBe('verified');
  });
});
