/** From a certificate to the data of a TLSA record that describes it (RFC 6698 §2.1.2, §2.1.3). */
import { createHash } from 'node:crypto';

import { subjectPublicKeyInfo } from './der.js';
import { MATCHING_TYPE, SELECTOR } from './tlsa-record.js';
import type { TlsaRecord } from '#dns';

export type Selector = (typeof SELECTOR)[keyof typeof SELECTOR];
export type MatchingType = (typeof MATCHING_TYPE)[keyof typeof MATCHING_TYPE];

/**
 * The association data of a certificate.
 *
 * @param certificate in DER
 * @throws DerError when the key is selected and `certificate` is not a certificate
 */
export function associationData(
  certificate: Uint8Array,
  selector: Selector,
  matchingType: MatchingType,
): Uint8Array {
  const selected = selector === SELECTOR.certificate ? certificate : subjectPublicKeyInfo(certificate);
  switch (matchingType) {
    case MATCHING_TYPE.full:
      return Uint8Array.from(selected);
    case MATCHING_TYPE.sha256:
      return createHash('sha256').update(selected).digest();
    case MATCHING_TYPE.sha512:
      return createHash('sha512').update(selected).digest();
  }
}

/** The TLSA record that describes a certificate. Throws as `associationData` does. */
export function tlsaRecord(
  usage: number,
  selector: Selector,
  matchingType: MatchingType,
  certificate: Uint8Array,
): TlsaRecord {
  return { usage, selector, matchingType, data: associationData(certificate, selector, matchingType) };
}

/** Every association data that can describe the certificate: what a corrupted record must never equal. */
export function allAssociationData(certificate: Uint8Array): Uint8Array[] {
  return Object.values(SELECTOR).flatMap((selector) =>
    Object.values(MATCHING_TYPE).map((matchingType) => associationData(certificate, selector, matchingType)),
  );
}

export function isSelector(value: number): value is Selector {
  return Object.values<number>(SELECTOR).includes(value);
}

export function isMatchingType(value: number): value is MatchingType {
  return Object.values<number>(MATCHING_TYPE).includes(value);
}

/** The length of the data in octets, or undefined where any length is possible. */
export function digestLength(matchingType: MatchingType): number | undefined {
  switch (matchingType) {
    case MATCHING_TYPE.full:
      return undefined;
    case MATCHING_TYPE.sha256:
      return 32;
    case MATCHING_TYPE.sha512:
      return 64;
  }
}
