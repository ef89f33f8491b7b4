/** The names in a server's certificate and how they match (RFC 7672 §3.2.3, RFC 6125 §6.4). */
import { withoutRootDot } from '#text';

import { dnsNames } from './certificate-extensions.js';
import type { CertificateFields } from './certificate-fields.js';

const COMMON_NAME = '2.5.4.3';

/** The DNS names of the certificate in lower case; its common names only where it has none (RFC 7672 §3.2.3). */
export function presentedNames(certificate: CertificateFields): string[] {
  const names = dnsNames(certificate);
  return names.length > 0 ? names : commonNames(certificate);
}

/** Whether a name of a certificate, maybe a wildcard, stands for the reference name. */
export function matchesName(presented: string, reference: string): boolean {
  const name = presented.toLowerCase();
  const wanted = withoutRootDot(reference);
  if (wanted === '') return false;
  if (!name.startsWith('*.')) return name === wanted;
  // The star is the whole first label and stands for one. Under a single label it would cover a whole top-level domain.
  const parent = name.slice(1);
  const firstDot = wanted.indexOf('.');
  return firstDot > 0 && wanted.slice(firstDot) === parent && parent.indexOf('.', 1) > 0;
}

/** The reference names that the certificate carries. */
export function matchedNames(presented: readonly string[], references: readonly string[]): string[] {
  return references.filter((reference) => presented.some((name) => matchesName(name, reference)));
}

function commonNames({ parsed }: CertificateFields): string[] {
  return parsed.subject.typesAndValues.flatMap(({ type, value }) => {
    const text: unknown = value.valueBlock.value;
    return type === COMMON_NAME && typeof text === 'string' ? [text.toLowerCase()] : [];
  });
}
