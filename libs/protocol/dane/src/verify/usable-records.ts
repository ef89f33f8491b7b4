/** Which records of a set count: those that can be used, and of their digests the strongest (RFC 7671 §9). */
import { createPublicKey, type KeyObject } from 'node:crypto';

import { matchTlsa, type UnusableReason } from '../tlsa/match-record.js';
import { MATCHING_TYPE, SELECTOR } from '../tlsa/tlsa-record.js';
import type { TlsaRecord } from '#dns';
import { readCertificate } from './certificate-fields.js';

/** Why a record cannot be used, or undefined. */
export function unusableReason(record: TlsaRecord): UnusableReason | undefined {
  const result = matchTlsa(record, []);
  if (result.outcome === 'unusable') return result.reason;
  if (record.matchingType !== MATCHING_TYPE.full) return undefined;
  // The frame of DER is right; what it frames must be a certificate or a key that a sender's library can read as well.
  const isReadable =
    record.selector === SELECTOR.certificate
      ? readCertificate(record.data) !== undefined
      : bareKey(record) !== undefined;
  return isReadable ? undefined : 'malformed-data';
}

/** The key that a record with the whole SubjectPublicKeyInfo holds. */
export function bareKey({ data }: TlsaRecord): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(data), format: 'der', type: 'spki' });
  } catch {
    // OpenSSL has no error type of its own: these bytes are no key, or one of an unknown kind.
    return undefined;
  }
}

/** Whether a usable record of the same usage and selector has a stronger digest. The whole data is no digest. */
export function isWeakerDigest(record: TlsaRecord, usable: readonly TlsaRecord[]): boolean {
  return (
    record.matchingType !== MATCHING_TYPE.full &&
    usable.some(
      ({ usage, selector, matchingType }) =>
        usage === record.usage && selector === record.selector && matchingType > record.matchingType,
    )
  );
}
