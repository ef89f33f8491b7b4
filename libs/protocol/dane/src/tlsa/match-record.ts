/**
 * Compares one TLSA record with the certificates that a server presented.
 *
 * A match says that the record describes a certificate, no more. With DANE-TA(2) the client must still build a path
 * from the server's certificate to the one that matched and check names and dates (RFC 7671 §5.2); with DANE-EE(3)
 * neither names nor dates count (RFC 7672 §3.1.1).
 */
import {
  associationData,
  digestLength,
  isMatchingType,
  isSelector,
  type MatchingType,
  type Selector,
} from './association-data.js';
import { isCertificate, isPublicKeyInfo } from './der.js';
import { sameBytes, SELECTOR, USAGE } from './tlsa-record.js';
import type { TlsaRecord } from '#dns';

export type UnusableReason =
  'pkix-usage' | 'unknown-usage' | 'unknown-selector' | 'unknown-matching-type' | 'malformed-data';

export type MatchResult =
  /** The record describes the certificate at `depth`: 0 is the server's own. */
  | { readonly outcome: 'match'; readonly depth: number }
  /** The record is usable and describes none of the certificates. */
  | { readonly outcome: 'mismatch' }
  /**
   * A client must act as if the record were not there; where no record of the set is usable it needs TLS but cannot
   * authenticate the server (RFC 7672 §2.2).
   */
  | { readonly outcome: 'unusable'; readonly reason: UnusableReason };

/**
 * Compares the record with a presented chain.
 *
 * @param chain certificates in DER as the server sent them, its own first
 */
export function matchTlsa(record: TlsaRecord, chain: readonly Uint8Array[]): MatchResult {
  const { usage, selector, matchingType, data } = record;
  const usageReason = unusableUsage(usage);
  if (usageReason !== undefined) return { outcome: 'unusable', reason: usageReason };
  if (!isSelector(selector)) return { outcome: 'unusable', reason: 'unknown-selector' };
  if (!isMatchingType(matchingType)) return { outcome: 'unusable', reason: 'unknown-matching-type' };
  if (!isWellFormed(data, selector, matchingType)) return { outcome: 'unusable', reason: 'malformed-data' };

  const depth = chain.findIndex(
    (certificate, index) =>
      isCandidate(usage, index) &&
      isCertificate(certificate) &&
      sameBytes(associationData(certificate, selector, matchingType), data),
  );
  return depth < 0 ? { outcome: 'mismatch' } : { outcome: 'match', depth };
}

function unusableUsage(usage: number): UnusableReason | undefined {
  switch (usage) {
    case USAGE.daneTa:
    case USAGE.daneEe:
      return undefined;
    // What a client does with these is left open; treating them as unusable is what RFC 7672 §3.1.3 allows.
    case USAGE.pkixTa:
    case USAGE.pkixEe:
      return 'pkix-usage';
    default:
      return 'unknown-usage';
  }
}

/** DANE-EE describes the server's own certificate, DANE-TA one that issued it (RFC 7671 §5.1, §5.2). */
function isCandidate(usage: number, depth: number): boolean {
  return usage === USAGE.daneEe ? depth === 0 : depth > 0;
}

function isWellFormed(data: Uint8Array, selector: Selector, matchingType: MatchingType): boolean {
  const length = digestLength(matchingType);
  if (length !== undefined) return data.length === length;
  return selector === SELECTOR.certificate ? isCertificate(data) : isPublicKeyInfo(data);
}
