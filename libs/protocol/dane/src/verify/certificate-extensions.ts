/** The extensions of a certificate that are shown, or that decide which names count (RFC 5280 §4.2.1). */
import { AltName, BasicConstraints } from 'pkijs';

import type { CertificateFields } from './certificate-fields.js';

const OID = { subjectAltName: '2.5.29.17', basicConstraints: '2.5.29.19' } as const;

/** In a GeneralName, a dNSName (RFC 5280 §4.2.1.6). */
const DNS_NAME = 2;

/** Undefined when the certificate says nothing about it. */
export function basicConstraints(certificate: CertificateFields): { readonly isCa: boolean } | undefined {
  const value = valueOf(certificate, OID.basicConstraints);
  return value instanceof BasicConstraints ? { isCa: value.cA } : undefined;
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
