/** A certificate as verification needs it: OpenSSL reads keys and signatures, pkijs the fields of RFC 5280 §4. */
import { X509Certificate, type KeyObject } from 'node:crypto';

import { Certificate } from 'pkijs';

import { isCertificate } from '../tlsa/der.js';

export interface CertificateFields {
  readonly der: Uint8Array;
  readonly x509: X509Certificate;
  readonly parsed: Certificate;
  readonly publicKey: KeyObject;
}

/** The fields of a certificate in DER, or undefined where it or its key cannot be read. */
export function readCertificate(der: Uint8Array): CertificateFields | undefined {
  // X509Certificate takes PEM as well, and bytes after the end.
  if (!isCertificate(der)) return undefined;
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

/** Whether the issuer has the name that the certificate gives, and its key signed it. */
export function isSignedBy(certificate: CertificateFields, issuer: CertificateFields): boolean {
  return (
    certificate.parsed.issuer.isEqual(issuer.parsed.subject) && isSignedByKey(certificate, issuer.publicKey)
  );
}

export function isSignedByKey({ x509 }: CertificateFields, key: KeyObject): boolean {
  try {
    return x509.verify(key);
  } catch {
    // An algorithm that this OpenSSL does not know, or a key of another kind.
    return false;
  }
}
