/** The extensions of a certificate that are shown, on which senders differ, or that decide which names count (RFC 5280 §4.2.1). */
import { BitString, fromBER, Integer, OctetString, Sequence } from 'asn1js';
import { AltName, AuthorityKeyIdentifier, BasicConstraints, ExtKeyUsage } from 'pkijs';

import { sameBytes } from '../tlsa/tlsa-record.js';
import { type CertificateFields, isSelfIssued, readCertificate } from './certificate-fields.js';

const OID = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  tlsFeature: '1.3.6.1.5.5.7.1.24',
} as const;

/** The TLS extension that asks for a stapled OCSP response (RFC 6066 §8, RFC 7633 §6). */
const STATUS_REQUEST = 5;

export interface ExtensionFacts {
  /** The first octet of the key usage: 0x80 is digitalSignature (RFC 5280 §4.2.1.3); null where there is none. */
  readonly keyUsage: number | null;
  /** Object identifiers of the extended key usage; none: for everything. */
  readonly purposes: readonly string[];
  /** Whether the server has to staple an OCSP response (“must-staple”). */
  readonly mustStaple: boolean;
  /** Object identifiers of the critical extensions. */
  readonly critical: readonly string[];
}

/** By the octets: who judges a certificate asks several times, and to read it takes longer than all else. */
const KNOWN = new WeakMap<Uint8Array, ExtensionFacts>();
const NOTHING: ExtensionFacts = { keyUsage: null, purposes: [], mustStaple: false, critical: [] };

/** Of a certificate in DER, which must not change; of one that cannot be read, nothing. */
export function extensionFacts(der: Uint8Array): ExtensionFacts {
  const known = KNOWN.get(der);
  if (known !== undefined) return known;
  const certificate = readCertificate(der);
  if (certificate !== undefined) return noteExtensionFacts(certificate);
  KNOWN.set(der, NOTHING);
  return NOTHING;
}

/** Keeps what `extensionFacts` will be asked of a certificate that has been read anyway. */
export function noteExtensionFacts(certificate: CertificateFields): ExtensionFacts {
  const facts = factsOf(certificate);
  KNOWN.set(certificate.der, facts);
  return facts;
}

function factsOf(certificate: CertificateFields): ExtensionFacts {
  const keyUsage = valueOf(certificate, OID.keyUsage);
  const purposes = valueOf(certificate, OID.extendedKeyUsage);
  return {
    keyUsage: keyUsage instanceof BitString ? (keyUsage.valueBlock.valueHexView[0] ?? 0) : null,
    purposes: purposes instanceof ExtKeyUsage ? purposes.keyPurposes : [],
    mustStaple: mustStaple(certificate),
    critical: (certificate.parsed.extensions ?? []).flatMap(({ extnID, critical }) =>
      critical ? [extnID] : [],
    ),
  };
}

function mustStaple({ parsed }: CertificateFields): boolean {
  const feature = parsed.extensions?.find(({ extnID }) => extnID === OID.tlsFeature);
  if (feature === undefined) return false;
  const { result } = fromBER(Uint8Array.from(feature.extnValue.valueBlock.valueHexView));
  return (
    result instanceof Sequence &&
    result.valueBlock.value.some(
      (one) => one instanceof Integer && one.valueBlock.valueDec === STATUS_REQUEST,
    )
  );
}

/** In a GeneralName, a dNSName (RFC 5280 §4.2.1.6). */
const DNS_NAME = 2;

/** Undefined when the certificate says nothing about it. */
export function basicConstraints(certificate: CertificateFields): { readonly isCa: boolean } | undefined {
  const value = valueOf(certificate, OID.basicConstraints);
  return value instanceof BasicConstraints ? { isCa: value.cA } : undefined;
}

/**
 * Whether OpenSSL takes it for signed by itself, which it tells without the signature: a self-issued certificate that names another
 * key as its issuer's, as an authority has when it changes its key, is not (RFC 5280 §4.2.1.1, §6.1).
 */
export function isSelfSigned(certificate: CertificateFields): boolean {
  if (!isSelfIssued(certificate)) return false;
  const issuers = valueOf(certificate, OID.authorityKeyIdentifier);
  const own = valueOf(certificate, OID.subjectKeyIdentifier);
  if (!(issuers instanceof AuthorityKeyIdentifier) || !(own instanceof OctetString)) return true;
  const { keyIdentifier } = issuers;
  return keyIdentifier === undefined || sameBytes(octetsOf(keyIdentifier), octetsOf(own));
}

function octetsOf({ valueBlock }: OctetString): Uint8Array {
  return valueBlock.valueHexView;
}

/** The DNS names of the subject alternative name, in lower case. */
export function dnsNames(certificate: CertificateFields): string[] {
  const value = valueOf(certificate, OID.subjectAltName);
  if (!(value instanceof AltName)) return [];
  return value.altNames.flatMap(({ type, value: name }: { type: number; value: unknown }) =>
    type === DNS_NAME && typeof name === 'string' ? [name.toLowerCase()] : [],
  );
}

/** An instance of the class of pkijs that belongs to the extension, or undefined. */
function valueOf({ parsed }: CertificateFields, oid: string): unknown {
  return parsed.extensions?.find(({ extnID }) => extnID === oid)?.parsedValue;
}
