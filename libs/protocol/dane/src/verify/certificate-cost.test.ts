/** What the certificates of a server cost at most, whatever it makes of them. */
import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';

import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { expectLinearTime, expectSmallHeap } from '../../../../../test/support/bounded.js';
import { issueCertificate } from '../../../../../test/support/x509.js';
import { CERTIFICATE_LIMITS, isWithin } from '../tlsa/der-bounds.js';
import { isSignedByKey, readCertificate } from './certificate-fields.js';
import { describeCertificate } from './describe-certificate.js';

const NAME = 'mx.example.org';
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
