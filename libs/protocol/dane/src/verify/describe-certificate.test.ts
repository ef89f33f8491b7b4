import { createHash } from 'node:crypto';

import { Certificate } from 'pkijs';
import { describe, expect, it, vi } from 'vitest';

import { issueCertificate } from '../../../../../test/support/x509.js';
import { tlsaRecord } from '../tlsa/association-data.js';
import { extensionFacts } from './certificate-extensions.js';
import { describeCertificate } from './describe-certificate.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('describeCertificate', () => {
  const root = issueCertificate({ name: 'Root', ca: true });
  const leaf = issueCertificate({
    name: 'leaf',
    issuer: root,
    dnsNames: ['MX.example.org', '*.example.net'],
  });

  it('says what a certificate says', () => {
    expect(describeCertificate(leaf.der)).toEqual({
      kind: 'described',
      subject: 'CN=leaf',
      issuer: 'CN=Root',
      names: ['mx.example.org', '*.example.net'],
      serialNumber: expect.stringMatching(/^40[0-9a-f]{30}$/),
      notBefore: Date.parse('2026-01-01'),
      notAfter: Date.parse('2027-01-01'),
      key: 'ECDSA P-256',
      signatureAlgorithm: 'ECDSA with SHA-256',
      isCa: false,
      sha256: createHash('sha256').update(leaf.der).digest('hex'),
      publicKeySha256: hex(tlsaRecord(3, 1, 1, leaf.der).data),
      pem: leaf.pem,
    });
    expect(describeCertificate(root.der)).toMatchObject({ isCa: true, names: ['root'], issuer: 'CN=Root' });
  });

  it.each([
    ['rsa', 'RSA 2048', 'RSA with SHA-256'],
    ['ed25519', 'Ed25519', 'Ed25519'],
  ] as const)('names keys and signatures: %s', (key, text, signatureAlgorithm) => {
    const { der } = issueCertificate({ name: 'x', key });
    expect(describeCertificate(der)).toMatchObject({ key: text, signatureAlgorithm });
  });

  it('shows bytes that are no certificate', () => {
    const der = Uint8Array.of(1, 2, 3);
    expect(describeCertificate(der)).toEqual({
      kind: 'unreadable',
      sha256: createHash('sha256').update(der).digest('hex'),
      pem: '-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n',
    });
  });

  it('reads a certificate once for what it says and for what senders judge it by', () => {
    const parsed = vi.spyOn(Certificate, 'fromBER');
    const { der } = issueCertificate({ name: 'x', keyUsage: 0x80, purposes: ['1.3.6.1.5.5.7.3.1'] });
    const before = parsed.mock.calls.length;
    describeCertificate(der);
    expect(extensionFacts(der)).toMatchObject({ keyUsage: 0x80, purposes: ['1.3.6.1.5.5.7.3.1'] });
    expect(extensionFacts(der)).toBe(extensionFacts(der));
    expect(parsed.mock.calls.length - before).toBe(1);
    parsed.mockRestore();
  });
});
