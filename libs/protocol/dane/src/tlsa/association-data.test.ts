import { X509Certificate } from 'node:crypto';

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import { createCertificateAuthority } from '../certificates/certificate-authority.js';
import { allAssociationData, associationData } from './association-data.js';
import { DerError } from './der.js';

let certificate: X509Certificate;

beforeAll(async () => {
  const validity = { notBefore: new Date('2026-01-01'), notAfter: new Date('2027-01-01') };
  const { certificatePem } = await createCertificateAuthority({
    commonName: 'Test',
    rsaBits: 1024,
    validity,
  });
  certificate = new X509Certificate(certificatePem);
});

describe('associationData', () => {
  it('is the certificate itself for 0 0', () => {
    expect(Buffer.from(associationData(certificate.raw, 0, 0))).toEqual(certificate.raw);
  });

  it('is the public key for 1 0', () => {
    const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
    expect(Buffer.from(associationData(certificate.raw, 1, 0))).toEqual(spki);
  });

  it('is the SHA-256 digest for x 1', () => {
    const hex = Buffer.from(associationData(certificate.raw, 0, 1)).toString('hex');
    expect(hex).toBe(certificate.fingerprint256.replaceAll(':', '').toLowerCase());
  });

  it('is the SHA-512 digest for x 2', () => {
    const hex = Buffer.from(associationData(certificate.raw, 0, 2)).toString('hex');
    expect(hex).toBe(certificate.fingerprint512.replaceAll(':', '').toLowerCase());
  });

  it('throws a DerError, and only that, for bytes that are no certificate', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(() => associationData(bytes, 1, 1)).toThrow(DerError);
      }),
    );
  });

  it('throws a DerError for a certificate that is cut off or has bytes behind its end', () => {
    fc.assert(
      fc.property(fc.nat(certificate.raw.length - 1), (length) => {
        expect(() => associationData(certificate.raw.subarray(0, length), 1, 1)).toThrow(DerError);
      }),
    );
    const longer = Buffer.concat([certificate.raw, Buffer.of(0)]);
    expect(() => associationData(longer, 1, 1)).toThrow(DerError);
  });

  it('throws a DerError for a certificate with more fields than ten', () => {
    const sequence = (content: Uint8Array) =>
      Buffer.concat([Buffer.of(0x30, 0x82, content.length >> 8, content.length & 0xff), content]);
    // Behind the headers of both sequences, of four octets each.
    const fields = certificate.raw.subarray(8, 8 + certificate.raw.readUInt16BE(6));
    const withNulls = (count: number) =>
      sequence(sequence(Buffer.concat([fields, Buffer.alloc(2 * count, '\u0005\0')])));
    expect(associationData(withNulls(2), 1, 1)).toEqual(associationData(certificate.raw, 1, 1));
    expect(() => associationData(withNulls(3), 1, 1)).toThrow(DerError);
  });
});

describe('allAssociationData', () => {
  it('has the data of every selector with every matching type', () => {
    const lengths = allAssociationData(certificate.raw).map(({ length }) => length);
    expect(lengths).toEqual([certificate.raw.length, 32, 64, expect.any(Number), 32, 64]);
  });
});
