/** A certificate in words, for people who compare it with what they meant to serve. */
import { createHash, type KeyObject } from 'node:crypto';

import { subjectPublicKeyInfo } from '../tlsa/der.js';
import { basicConstraints, noteExtensionFacts } from './certificate-extensions.js';
import { type CertificateFields, datesOf, pem, readCertificate } from './certificate-fields.js';
import { presentedNames } from './server-names.js';

export interface CertificateDescription {
  readonly kind: 'described';
  /** Such as `CN=mx.example.org, O=Example`; '' when it is empty. */
  readonly subject: string;
  readonly issuer: string;
  /** DNS names in lower case; the common name where there are none. */
  readonly names: readonly string[];
  /** In lower-case hexadecimal. */
  readonly serialNumber: string;
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  /** Milliseconds since the epoch. */
  readonly notAfter: number;
  /** Such as `RSA 2048` or `ECDSA P-256`. */
  readonly key: string;
  /** Such as `ECDSA with SHA-256`; the object identifier of one that has no name here. */
  readonly signatureAlgorithm: string;
  readonly isCa: boolean;
  /** What `3 0 1` holds, in lower-case hexadecimal. */
  readonly sha256: string;
  /** What `3 1 1` holds, in lower-case hexadecimal. */
  readonly publicKeySha256: string;
  readonly pem: string;
}

export interface UnreadableCertificate {
  readonly kind: 'unreadable';
  /** Of the bytes, in lower-case hexadecimal. */
  readonly sha256: string;
  readonly pem: string;
}

/** What a certificate in DER says. Takes any bytes. */
export function describeCertificate(der: Uint8Array): CertificateDescription | UnreadableCertificate {
  const certificate = readCertificate(der);
  if (certificate === undefined) return { kind: 'unreadable', sha256: sha256(der), pem: pem(der) };
  noteExtensionFacts(certificate);
  const { x509, publicKey } = certificate;
  return {
    kind: 'described',
    subject: oneLine(x509.subject),
    issuer: oneLine(x509.issuer),
    names: presentedNames(certificate),
    serialNumber: x509.serialNumber.toLowerCase(),
    ...datesOf(certificate),
    key: keyText(publicKey),
    signatureAlgorithm: signatureText(certificate),
    isCa: basicConstraints(certificate)?.isCa ?? false,
    sha256: sha256(der),
    publicKeySha256: sha256(subjectPublicKeyInfo(der)),
    pem: pem(der),
  };
}

/** Node writes one attribute a line; line ends inside a value are escaped. */
function oneLine(distinguishedName: string | undefined): string {
  // Undefined, against its type, for an empty name.
  return (distinguishedName ?? '').split('\n').join(', ');
}

const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};

function keyText({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  const { modulusLength, namedCurve = '' } = asymmetricKeyDetails ?? {};
  const kind = asymmetricKeyType ?? 'unknown';
  switch (kind) {
    case 'rsa':
    case 'rsa-pss':
    case 'dsa':
      return `${kind.toUpperCase()} ${modulusLength ?? ''}`.trim();
    case 'ec':
      return `ECDSA ${CURVES[namedCurve] ?? namedCurve}`.trim();
    case 'ed25519':
      return 'Ed25519';
    case 'ed448':
      return 'Ed448';
    // Keys of these kinds sign nothing; a certificate for TLS has none of them.
    case 'x25519':
    case 'x448':
    case 'unknown':
      return kind;
  }
}

const SIGNATURE_ALGORITHMS: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.4': 'RSA with MD5',
  '1.2.840.113549.1.1.5': 'RSA with SHA-1',
  '1.2.840.113549.1.1.10': 'RSA-PSS',
  '1.2.840.113549.1.1.11': 'RSA with SHA-256',
  '1.2.840.113549.1.1.12': 'RSA with SHA-384',
  '1.2.840.113549.1.1.13': 'RSA with SHA-512',
  '1.2.840.10045.4.1': 'ECDSA with SHA-1',
  '1.2.840.10045.4.3.2': 'ECDSA with SHA-256',
  '1.2.840.10045.4.3.3': 'ECDSA with SHA-384',
  '1.2.840.10045.4.3.4': 'ECDSA with SHA-512',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
};

function signatureText({ parsed }: CertificateFields): string {
  const { algorithmId } = parsed.signatureAlgorithm;
  return SIGNATURE_ALGORITHMS[algorithmId] ?? algorithmId;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
