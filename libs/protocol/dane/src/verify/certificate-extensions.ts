/** The extensions that decide whether a certificate may stand in a path (RFC 5280 §4.2.1). */
import { BitString } from 'asn1js';
import { AltName, BasicConstraints, ExtKeyUsage, NameConstraints } from 'pkijs';

import type { CertificateFields } from './certificate-fields.js';

const OID = {
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  certificatePolicies: '2.5.29.32',
  extKeyUsage: '2.5.29.37',
} as const;

const UNDERSTOOD: readonly string[] = Object.values(OID);

/** Bits of the key usage, counted from the first (RFC 5280 §4.2.1.3). */
export const KEY_USAGE = {
  digitalSignature: 0,
  keyEncipherment: 2,
  keyAgreement: 4,
  keyCertSign: 5,
} as const;

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const ANY_PURPOSE = '2.5.29.37.0';

/** In a GeneralName, a dNSName (RFC 5280 §4.2.1.6). */
const DNS_NAME = 2;

/** Whether an extension is critical and unknown, or one that is known is malformed. */
export function hasUnknownCriticalExtension({ parsed }: CertificateFields): boolean {
  return (parsed.extensions ?? []).some((extension) =>
    UNDERSTOOD.includes(extension.extnID) ? isMalformed(extension.parsedValue) : extension.critical,
  );
}

/** Undefined when the certificate says nothing about it. `pathLength`: how many CAs may stand below this one. */
export function basicConstraints(
  certificate: CertificateFields,
): { readonly isCa: boolean; readonly pathLength: number | undefined } | undefined {
  const value = valueOf(certificate, OID.basicConstraints);
  if (!(value instanceof BasicConstraints)) return undefined;
  const length = value.pathLenConstraint;
  // One that takes more than 4 octets forbids nothing that could be presented.
  return { isCa: value.cA, pathLength: typeof length === 'number' ? length : undefined };
}

/** Whether the key may be used so; everything is allowed where nothing is said. */
export function allowsKeyUsage(certificate: CertificateFields, bits: readonly number[]): boolean {
  const value = valueOf(certificate, OID.keyUsage);
  if (!(value instanceof BitString)) return true;
  const octets = value.valueBlock.valueHexView;
  return bits.some((bit) => ((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}

export function allowsServerAuth(certificate: CertificateFields): boolean {
  const value = valueOf(certificate, OID.extKeyUsage);
  if (!(value instanceof ExtKeyUsage)) return true;
  return value.keyPurposes.some((purpose) => purpose === SERVER_AUTH || purpose === ANY_PURPOSE);
}

/** The DNS names of the subject alternative name, in lower case. */
export function dnsNames(certificate: CertificateFields): string[] {
  const value = valueOf(certificate, OID.subjectAltName);
  if (!(value instanceof AltName)) return [];
  return value.altNames.flatMap(({ type, value: name }) => dnsName(type, name));
}

/** The DNS names that a CA may, and may not, issue for: themselves and what is below (RFC 5280 §4.2.1.10). */
export function dnsConstraints(certificate: CertificateFields): {
  readonly permitted: readonly string[];
  readonly excluded: readonly string[];
} {
  const value = valueOf(certificate, OID.nameConstraints);
  if (!(value instanceof NameConstraints)) return { permitted: [], excluded: [] };
  const names = (subtrees: NameConstraints['permittedSubtrees'] = []): string[] =>
    subtrees.flatMap(({ base }) => dnsName(base.type, base.value));
  return { permitted: names(value.permittedSubtrees), excluded: names(value.excludedSubtrees) };
}

function dnsName(type: number, value: unknown): string[] {
  return type === DNS_NAME && typeof value === 'string' ? [value.toLowerCase()] : [];
}

/** An instance of the class of pkijs that belongs to the extension, or undefined. */
function valueOf({ parsed }: CertificateFields, oid: string): unknown {
  return parsed.extensions?.find(({ extnID }) => extnID === oid)?.parsedValue;
}

function isMalformed(value: unknown): boolean {
  return (
    typeof value !== 'object' ||
    value === null ||
    ('parsingError' in value && value.parsingError !== undefined)
  );
}
