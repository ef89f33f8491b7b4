import type { PublicCertificates } from '#certs';
import { CA, CERTIFICATE_IDS } from '#scenarios';

/** The same certificate in the place of each. */
export function everyCertificate(der: Uint8Array): PublicCertificates {
  return Object.fromEntries([CA, ...CERTIFICATE_IDS].map((id) => [id, der])) as PublicCertificates;
}
