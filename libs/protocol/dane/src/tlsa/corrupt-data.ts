/**
 * Deliberately wrong association data, for a host that a sender with DANE must refuse. It has the right length and,
 * where it is a certificate or a key, still the right form: a client leaves malformed records out before it compares
 * (RFC 7671 §9), and would accept the host.
 */
import { createHash } from 'node:crypto';

import { MATCHING_TYPE, sameBytes, SELECTOR } from './tlsa-record.js';
import type { TlsaRecord } from '#dns';

/** The octets that are replaced in a whole certificate or key: enough that no two corruptions ever meet. */
const REPLACED_OCTETS = 16;

/**
 * Corrupted data for `record`: always the same for the same arguments, never equal to one of `inUse` nor to the
 * record's own data. The new octets come from a hash of the old ones, so the corruptions of two records differ, and
 * corrupting twice does not lead back, as flipping bits would.
 *
 * @param inUse the association data of every certificate that could be presented, see `allAssociationData`
 */
export function corruptData(record: TlsaRecord, inUse: readonly Uint8Array[]): Uint8Array {
  for (let attempt = 0; ; attempt++) {
    const candidate = replaceOctets(record, attempt);
    if (![record.data, ...inUse].some((data) => sameBytes(data, candidate))) return candidate;
  }
}

function replaceOctets(record: TlsaRecord, attempt: number): Uint8Array {
  const { start, end } = replacedRange(record);
  const hash = createHash('sha512')
    .update(`corrupted TLSA ${record.selector} ${record.matchingType} ${attempt}\0`)
    .update(record.data)
    .digest();
  const corrupted = Uint8Array.from(record.data);
  corrupted.set(hash.subarray(0, end - start), start);
  return corrupted;
}

function replacedRange({ selector, matchingType, data }: TlsaRecord): { start: number; end: number } {
  if (matchingType !== MATCHING_TYPE.full) return { start: 0, end: data.length };
  // The signature ends a certificate; the modulus fills the middle of an RSA key. Both may be any number.
  const end = selector === SELECTOR.certificate ? data.length : Math.floor(data.length / 2);
  return { start: Math.max(0, end - REPLACED_OCTETS), end };
}
