/** What the certificates of a server cost at most, whatever it makes of them. */
import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';

import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { expectLinearTime, expectSmallHeap } from '../../../../../test/support/bounded.js';
import { issueCertificate } from '../../../../../test/support/x509.js';
import { tlsaRecord } from '../tlsa/association-data.js';
import { CERTIFICATE_LIMITS, isWithin } from '../tlsa/der-bounds.js';
import { isSignedByKey, readCertificate } from './certificate-fields.js';
import { describeCertificate } from './describe-certificate.js';
import { verifyDane } from './verify-dane.js';

const NAME = 'mx.example.org';
const NOW = Date.parse('2026-06-01');
const key = issueCertificate({ name: 'CA', ca: true, key: 'ed25519' });
const leaf = issueCertificate({ name: 'leaf', issuer: key, dnsNames: [NAME] });

afterEach(() => vi.restoreAllMocks());

/** A certificate whose extension has this value. */
const holding = (extensionValue: Uint8Array) =>
  issueCertificate({ name: NAME, keyOf: key, extensionValue }).der;

/** Values inside each other, all but the innermost of this tag. */
function nested(size: number, tag: number): Uint8Array {
  const header = tag === 0x03 ? 5 : 4;
  const levels = Math.floor(Math.min(size, 60_000) / header);
  const octets = Buffer.alloc(levels * header + 2);
  for (let level = 0; level < levels; level += 1) {
    const at = level * header;
    octets.set([tag, 0x82], at);
    octets.writeUInt16BE(octets.length - at - 4, at + 2);
  }
  octets.set([0x05, 0x00], levels * header);
  return octets;
}

function wide(size: number): Uint8Array {
  const content = Buffer.alloc(Math.min(size, 60_000) & ~1, Buffer.from([0x05, 0x00]));
  return Buffer.concat([Buffer.from([0x30, 0x82, content.length >> 8, content.length & 0xff]), content]);
}

const HOSTILE = [
  ['sequences in each other', (size: number) => nested(size, 0x30)],
  ['octet strings in each other', (size: number) => nested(size, 0x04)],
  ['bit strings in each other', (size: number) => nested(size, 0x03)],
  ['many values', wide],
] as const;

describe('a certificate', () => {
  it.each(HOSTILE)('of %s is not parsed', (_what, make) => {
    expect(readCertificate(holding(make(80)))).toBeDefined();
    expect(readCertificate(holding(make(60_000)))).toBeUndefined();
  });

  it.each(HOSTILE)('of %s takes no more time than its size', async (_what, make) => {
    await expectLinearTime((size) => holding(make(size)), describeCertificate, 3_000);
  });

  it('takes little memory, whatever is in it and whatever octets are changed', async () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `a${index}.example`);
    const many = issueCertificate({ name: NAME, keyOf: key, dnsNames: names }).der;
    const change = fc.tuple(fc.nat(leaf.der.length - 1), fc.nat(255));
    const changed = fc.sample(fc.array(change, { minLength: 1, maxLength: 4 }), 60).map((changes) => {
      const der = Uint8Array.from(leaf.der);
      for (const [at, octet] of changes) der[at] = octet;
      return der;
    });
    const hostile = HOSTILE.flatMap(([, make]) => [holding(make(8_000)), holding(make(60_000))]);
    await expectSmallHeap({
      from: import.meta.url,
      module: './describe-certificate.ts',
      name: 'describeCertificate',
      calls: [many, ...hostile, ...changed].map((der) => [der]),
    });
  });

  it('of every kind that is issued is within the bounds, with hundreds of names as well', () => {
    const dnsNames = Array.from({ length: 300 }, (_, index) => `mail-${index}.example.org`);
    const large = issueCertificate({ name: NAME, issuer: key, dnsNames, keyUsage: 0x80 });
    expect(isWithin(large.der, CERTIFICATE_LIMITS)).toBe(true);
    expect(describeCertificate(large.der)).toMatchObject({ names: dnsNames });
  });
});

describe('a chain', () => {
  it('in which everyone issued everyone takes a bounded number of signatures and steps', () => {
    const all = Array.from({ length: 40 }, () => issueCertificate({ name: 'CA', ca: true, keyOf: key }).der);
    const records = Array.from({ length: 60 }, (_, index) => ({
      ...tlsaRecord(2, 0, 1, all[index % 40]!),
      ...(index < 30 ? {} : { data: new Uint8Array(32) }),
    }));
    const verify = vi.spyOn(X509Certificate.prototype, 'verify');
    const steps = vi.spyOn(X509Certificate.prototype, 'checkIssued');
    const { records: results } = verifyDane({
      records,
      chain: [leaf.der, ...all],
      referenceNames: [NAME],
      now: NOW,
    });
    expect(results).toHaveLength(60);
    expect(verify.mock.calls.length).toBeLessThanOrEqual(128);
    expect(steps.mock.calls.length).toBeLessThan(30_000);
  });

  it('of ten is followed for each of 200 records', () => {
    const chain = [issueCertificate({ name: 'CA 0', ca: true })];
    for (let depth = 1; depth < 9; depth += 1) {
      chain.unshift(issueCertificate({ name: `CA ${depth}`, ca: true, issuer: chain[0]! }));
    }
    chain.unshift(issueCertificate({ name: 'leaf', issuer: chain[0]!, dnsNames: [NAME] }));
    const records = Array.from({ length: 200 }, () => tlsaRecord(2, 1, 1, chain.at(-1)!.der));
    const { records: results } = verifyDane({
      ...{ records, chain: chain.map(({ der }) => der), referenceNames: [NAME], now: NOW },
    });
    expect(results.filter(({ result }) => result === 'match')).toHaveLength(200);
  });

  it('of a CA with hundreds of constraints is refused without comparing each with each name', () => {
    const domains = Array.from({ length: 330 }, (_, index) => `d${index}`);
    const issuer = issueCertificate({ name: 'CA', ca: true, permittedNames: ['org', ...domains] });
    const verdict = (names: string[]) => {
      const { der } = issueCertificate({ name: 'x', issuer, dnsNames: [NAME, ...names] });
      const records = [tlsaRecord(2, 1, 1, issuer.der)];
      return verifyDane({ records, chain: [der, issuer.der], referenceNames: [NAME], now: NOW }).outcome;
    };
    expect(verdict(domains.slice(0, 50))).toBe('verified');
    expect(verdict(domains)).toBe('mismatch');
  });
});

describe('a key', () => {
  it('with an exponent as long as its modulus verifies nothing', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = publicKey.export({ format: 'jwk' });
    const slow = createPublicKey({ key: { ...jwk, e: jwk.n! }, format: 'jwk' });
    const verify = vi.spyOn(X509Certificate.prototype, 'verify');
    expect(isSignedByKey(readCertificate(leaf.der)!, slow)).toBe(false);
    expect(verify).not.toHaveBeenCalled();
    expect(isSignedByKey(readCertificate(leaf.der)!, key.publicKey)).toBe(true);
  });
});
