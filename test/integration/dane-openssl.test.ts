/** What `verifyDane` says of a presented chain is what OpenSSL's own DANE says, by which Postfix and others decide. */
import { describe, expect, it } from 'vitest';

import { formatTlsa, tlsaRecord, verifyDane } from '#dane';
import type { TlsaRecord } from '#dns';

import { runTool } from '../support/system-tool.js';
import { startTlsServer } from '../support/tls-server.js';
import { issueCertificate, type TestCertificate } from '../support/x509.js';

const NAME = 'mx.example.org';
const NOW = Date.parse('2026-06-01');
const PAST = { notBefore: new Date('2024-01-01'), notAfter: new Date('2025-01-01') };
const FUTURE = { notBefore: new Date('2028-01-01'), notAfter: new Date('2029-01-01') };

const root = issueCertificate({ name: 'Root', ca: true, keyUsage: 0x04 });
const middle = issueCertificate({ name: 'Middle', issuer: root, ca: true, keyUsage: 0x04 });
const leaf = issueCertificate({ name: 'leaf', issuer: middle, dnsNames: [NAME] });
const rsaLeaf = issueCertificate({ name: 'leaf', key: 'rsa', issuer: middle, dnsNames: [NAME] });
const stranger = issueCertificate({ name: 'Stranger', ca: true });
const impostor = issueCertificate({ name: 'Middle', ca: true, keyUsage: 0x04 });
const oldMiddle = issueCertificate({ name: 'Middle', keyOf: middle, issuer: root, ca: true, ...PAST });
const oldRoot = issueCertificate({ name: 'Root', keyOf: root, ca: true, ...PAST });
const noAuthority = issueCertificate({ name: 'None', issuer: root, ca: false });
const shortRoot = issueCertificate({ name: 'Short', ca: true, pathLength: 0 });
const underShort = issueCertificate({ name: 'Under', issuer: shortRoot, ca: true });
const confined = issueCertificate({ name: 'Confined', ca: true, permittedNames: ['example.net'] });

const ownAuthority = issueCertificate({ name: NAME, dnsNames: [NAME], ca: true });

const from = (issuer: TestCertificate, extra: Partial<Parameters<typeof issueCertificate>[0]> = {}) =>
  issueCertificate({ name: 'server', issuer, dnsNames: [NAME], ...extra });
const ee = (of: TestCertificate, selector: 0 | 1 = 1, matchingType: 0 | 1 | 2 = 1): TlsaRecord =>
  tlsaRecord(3, selector, matchingType, of.der);
const ta = (of: TestCertificate, selector: 0 | 1 = 1, matchingType: 0 | 1 | 2 = 1): TlsaRecord =>
  tlsaRecord(2, selector, matchingType, of.der);
const wrong = (record: TlsaRecord): TlsaRecord => ({
  ...record,
  data: Uint8Array.from(record.data, (octet) => octet ^ 0xff),
});

type Row = readonly [
  what: string,
  expected: 'verified' | 'mismatch' | 'unusable',
  records: readonly TlsaRecord[],
  chain: readonly [TestCertificate, ...TestCertificate[]],
];

function ours(records: readonly TlsaRecord[], chain: readonly TestCertificate[]): string {
  const presented = chain.map(({ der }) => der);
  return verifyDane({ records, chain: presented, referenceNames: [NAME], now: NOW }).outcome;
}

async function openssl(records: readonly TlsaRecord[], chain: Row[3]): Promise<string> {
  const port = await startTlsServer({ key: chain[0].keyPem, cert: chain.map(({ pem }) => pem).join('') });
  const { code, stdout, stderr } = await runTool('openssl', [
    ...['s_client', '-connect', `127.0.0.1:${port}`, '-no-CAfile', '-no-CApath', '-no-CAstore'],
    ...['-attime', String(NOW / 1000), '-purpose', 'sslserver', '-verify_return_error', '-brief'],
    ...['-dane_tlsa_domain', NAME, '-dane_ee_no_namechecks'],
    ...records.flatMap((record) => ['-dane_tlsa_rrdata', formatTlsa(record)]),
  ]);
  const output = stdout + stderr;
  if (code === 0 && /^Verification: OK$/m.test(output)) return 'verified';
  if (/Failed to import any TLSA records/.test(output)) return 'unusable';
  if (/certificate verify failed|verify error/.test(output)) return 'mismatch';
  throw new Error(output);
}

// A root that changes its key: the new one is signed with the old one, under the same name (RFC 4210 §4.4).
const keyed = (own: number, issuers: number) => ({
  extensions: [
    { oid: '2.5.29.14', value: Uint8Array.of(0x04, 1, own) },
    { oid: '2.5.29.35', value: Uint8Array.of(0x30, 3, 0x80, 1, issuers) },
  ],
});
const authority = { name: 'Rolling', ca: true, keyUsage: 0x04 };
const formerKey = issueCertificate({ ...authority, ...keyed(1, 1) });
const newWithOld = issueCertificate({ ...authority, issuer: formerKey, ...keyed(2, 1) });
const expiredWithOld = issueCertificate({
  ...authority,
  ...PAST,
  ...{ issuer: formerKey, keyOf: newWithOld },
  ...keyed(2, 1),
});
const unkeyedWithOld = issueCertificate({ ...authority, issuer: formerKey });
const underNew = from(newWithOld, keyed(3, 2));

const ROWS: readonly Row[] = [
  [
    '2 0 1 of the root before a change of key',
    'verified',
    [ta(formerKey, 0)],
    [underNew, newWithOld, formerKey],
  ],
  ['2 0 1 of the root after a change of key', 'verified', [ta(newWithOld, 0)], [underNew, newWithOld]],
  [
    '2 0 1 of an expired root after a change of key',
    'verified',
    [ta(expiredWithOld, 0)],
    [underNew, expiredWithOld],
  ],
  [
    '2 0 1 of the root before a change of key that nothing identifies',
    'mismatch',
    [ta(formerKey, 0)],
    [from(unkeyedWithOld), unkeyedWithOld, formerKey],
  ],
  ['3 0 0', 'verified', [ee(leaf, 0, 0)], [leaf]],
  ['3 0 1', 'verified', [ee(leaf, 0, 1)], [leaf, middle]],
  ['3 1 0', 'verified', [ee(leaf, 1, 0)], [leaf]],
  ['3 1 1 of an RSA key', 'verified', [ee(rsaLeaf)], [rsaLeaf]],
  ['3 1 2', 'verified', [ee(leaf, 1, 2)], [leaf]],
  ['3 1 1 of another', 'mismatch', [ee(stranger)], [leaf, middle]],
  ['3 1 1 of an issuer', 'mismatch', [ee(middle)], [leaf, middle, root]],
  ['3 1 1 of an expired certificate', 'verified', [ee(leaf)], [from(middle, { ...PAST, keyOf: leaf })]],
  ['3 1 1 of another name', 'verified', [ee(leaf)], [from(middle, { dnsNames: ['x.example'], keyOf: leaf })]],
  ['2 0 1 of the root', 'verified', [ta(root, 0)], [leaf, middle, root]],
  ['2 1 1 of the root', 'verified', [ta(root)], [leaf, middle, root]],
  ['2 1 2 of the middle', 'verified', [ta(middle, 1, 2)], [leaf, middle]],
  ['2 1 1 in a chain out of order', 'verified', [ta(root)], [leaf, stranger, root, middle]],
  ['2 1 1 of a root that was not sent', 'mismatch', [ta(root)], [leaf, middle]],
  ['2 1 1 without a middle', 'mismatch', [ta(root)], [leaf, root]],
  ['2 0 0 of a root that was not sent', 'verified', [ta(root, 0, 0)], [leaf, middle]],
  ['2 1 0 of a root that was not sent', 'verified', [ta(root, 1, 0)], [leaf, middle]],
  ['2 1 0 of another key', 'mismatch', [ta(stranger, 1, 0)], [leaf, middle]],
  ['2 1 1 of a stranger that was sent along', 'mismatch', [ta(stranger)], [leaf, middle, stranger]],
  ['2 1 1 of an impostor of the same name', 'mismatch', [ta(impostor)], [leaf, impostor]],
  ['2 1 1, expired', 'mismatch', [ta(root)], [from(root, PAST), root]],
  ['2 1 1, not yet valid', 'mismatch', [ta(root)], [from(root, FUTURE), root]],
  ['2 1 1, another name', 'mismatch', [ta(root)], [from(root, { dnsNames: ['x.example'] }), root]],
  ['2 1 1, wildcard', 'verified', [ta(root)], [from(root, { dnsNames: ['*.example.org'] }), root]],
  ['2 1 1, wildcard of two labels', 'mismatch', [ta(root)], [from(root, { dnsNames: ['*.org'] }), root]],
  ['2 1 1, issuer no authority', 'mismatch', [ta(root)], [from(noAuthority), noAuthority, root]],
  ['2 1 1, path too long', 'mismatch', [ta(shortRoot)], [from(underShort), underShort, shortRoot]],
  ['2 1 1, name not permitted', 'mismatch', [ta(confined)], [from(confined), confined]],
  ['2 1 1, for clients', 'mismatch', [ta(root)], [from(root, { purposes: ['1.3.6.1.5.5.7.3.2'] }), root]],
  [
    '2 1 1, unknown critical extension',
    'mismatch',
    [ta(root)],
    [from(root, { criticalOid: '1.2.3.4' }), root],
  ],
  ['2 1 1 of its own self-signed certificate', 'mismatch', [ta(ownAuthority)], [ownAuthority]],
  ['2 0 1 of an expired issuer', 'verified', [ta(oldMiddle, 0)], [leaf, oldMiddle]],
  ['2 0 1 of an expired root', 'mismatch', [ta(oldRoot, 0)], [from(root, { keyOf: leaf }), oldRoot]],
  ['2 1 1, for any purpose', 'mismatch', [ta(root)], [from(root, { purposes: ['2.5.29.37.0'] }), root]],
  ['two, one of them right', 'verified', [wrong(ee(leaf)), ta(root)], [leaf, middle, root]],
  ['two digests, the stronger wrong', 'mismatch', [ee(leaf), wrong(ee(leaf, 1, 2))], [leaf]],
  ['two digests, the weaker wrong', 'verified', [wrong(ee(leaf)), ee(leaf, 1, 2)], [leaf]],
  ['an unknown matching type', 'unusable', [{ ...ee(leaf), matchingType: 9 }], [leaf]],
  ['a digest that is too short', 'unusable', [{ ...ee(leaf), data: new Uint8Array(31) }], [leaf]],
  ['a whole key that is none', 'unusable', [{ ...ee(leaf, 1, 0), data: new Uint8Array(64) }], [leaf]],
];

describe('verifyDane and OpenSSL agree on', () => {
  it.each(ROWS)('%s: %s', async (_what, expected, records, chain) => {
    expect({ ours: ours(records, chain), openssl: await openssl(records, chain) }).toEqual({
      ours: expected,
      openssl: expected,
    });
  });
});
