/** A certificate as verification needs it: OpenSSL reads keys and signatures, pkijs the fields of RFC 5280 §4. */
import { X509Certificate, type KeyObject } from 'node:crypto';

import { Certificate } from 'pkijs';

import { isCertificate } from '../tlsa/der.js';
import { CERTIFICATE_LIMITS, isWithin } from '../tlsa/der-bounds.js';

export interface CertificateFields {
  readonly der: Uint8Array;
  readonly x509: X509Certificate;
  readonly parsed: Certificate;
  readonly publicKey: KeyObject;
}

/** The fields of a certificate in DER, or undefined where it or its key cannot be read, or makes too much of itself. */
export function readCertificate(der: Uint8Array): CertificateFields | undefined {
  // X509Certificate takes PEM as well, and bytes after the end.
  if (!isCertificate(der) || !isWithin(der, CERTIFICATE_LIMITS)) return undefined;
  try {
    const x509 = new X509Certificate(der);
    const parsed = Certificate.fromBER(Uint8Array.from(der));
    if (Number.isNaN(parsed.notBefore.value.getTime() + parsed.notAfter.value.getTime())) return undefined;
    return { der, x509, parsed, publicKey: x509.publicKey };
  } catch {
    // Neither library has an error type of its own: whatever is thrown here is about these bytes.
    return undefined;
  }
}

export function isSelfIssued({ parsed }: CertificateFields): boolean {
  return parsed.subject.isEqual(parsed.issuer);
}

/** Whether the issuer has the name that the certificate gives. */
export function isNamedBy(certificate: CertificateFields, issuer: CertificateFields): boolean {
  return certificate.parsed.issuer.isEqual(issuer.parsed.subject);
}

export function datesOf({ parsed }: CertificateFields): {
  readonly notBefore: number;
  readonly notAfter: number;
} {
  return { notBefore: parsed.notBefore.value.getTime(), notAfter: parsed.notAfter.value.getTime() };
}

export function isValidAt(certificate: CertificateFields, now: number): boolean {
  const { notBefore, notAfter } = datesOf(certificate);
  return notBefore <= now && now <= notAfter;
}

export function pem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/** OpenSSL asks it of large moduli only; a longer exponent makes a verification as slow as a signature. */
const LONGEST_EXPONENT = 64;

export function isSignedByKey({ x509 }: CertificateFields, key: KeyObject): boolean {
  const exponent = key.asymmetricKeyDetails?.publicExponent;
  if (exponent !== undefined && exponent >> BigInt(LONGEST_EXPONENT) > 0n) return false;
  try {
    return x509.verify(key);
  } catch {
    // An algorithm that this OpenSSL does not know, or a key of another kind.
    return false;
  }
}
