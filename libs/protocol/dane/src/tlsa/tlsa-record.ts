/**
 * The TLSA record (RFC 6698 §2.1): it ties a service to a certificate or a key. In SMTP it stands at
 * `_25._tcp.HOST`, where HOST is the name of the mail server (RFC 7672 §3.2).
 *
 * The numbers come from DNS, so any octet is possible; the constants name those that have a meaning.
 */

/** How the certificate is to be trusted (RFC 6698 §2.1.1; the names are those of RFC 7218). */
export const USAGE = { pkixTa: 0, pkixEe: 1, daneTa: 2, daneEe: 3 } as const;

/** Which part of the certificate is described (RFC 6698 §2.1.2). */
export const SELECTOR = { certificate: 0, publicKey: 1 } as const;

/** How that part is described (RFC 6698 §2.1.3). */
export const MATCHING_TYPE = { full: 0, sha256: 1, sha512: 2 } as const;

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
