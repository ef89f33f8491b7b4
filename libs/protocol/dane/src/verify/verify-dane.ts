/** Decides whether TLSA records authenticate what a server presented, as an SMTP client does (RFC 7671, RFC 7672 §3). */
import { createPublicKey, type KeyObject } from 'node:crypto';

import type { TlsaRecord } from '#dns';

import { type Phrase } from '#text';

import { matchTlsa, type UnusableReason } from '../tlsa/match-record.js';
import { MATCHING_TYPE, SELECTOR, USAGE } from '../tlsa/tlsa-record.js';
import { readCertificate } from './certificate-fields.js';
import { TrustAnchors } from './trust-anchors.js';

/**
 * Compares every record with the chain. One match is enough (RFC 6698 §2.1).
 *
 * Any bytes will do for chain and records: what cannot be read does not match. Without records the outcome is `unusable`.
 */
export function verifyDane(input: VerificationInput): Verification {
  // Reading the certificates is most of the work, and only paths need them read.
  let anchors: TrustAnchors | undefined;
  const usable = input.records.filter((record) => unusableReason(record) === undefined);
  const records = input.records.map((record): RecordResult => {
    const reason = unusableReason(record);
    if (reason !== undefined) return { record, ...NOTHING_MORE, result: 'unusable', fault: reason };
    const depth = describedDepth(record, input.chain);
    if (isWeakerDigest(record, usable)) {
      return { record, ...NOTHING_MORE, result: 'unusable', fault: 'weaker-digest', depth };
    }
    if (record.usage !== USAGE.daneTa) return compareEndEntity(record, input.chain);
    anchors ??= new TrustAnchors(input);
    return anchors.compare(record);
  });
  return { outcome: outcomeOf(records), records };
}

const NOTHING_MORE = { depth: null, why: null, caveat: null } as const;

/** Neither names, nor dates, nor a path count (RFC 7672 §3.1.1, §3.2.1). */
function compareEndEntity(record: TlsaRecord, chain: readonly Uint8Array[]): RecordResult {
  const depth = describedDepth(record, chain);
  if (depth !== null) return { record, ...NOTHING_MORE, result: 'match', fault: null, depth };
  const issuer = describedDepth({ ...record, usage: USAGE.daneTa }, chain);
  const fault = issuer === null ? 'not-presented' : 'wrong-usage';
  return { record, ...NOTHING_MORE, result: 'mismatch', fault, depth: issuer };
}

function describedDepth(record: TlsaRecord, chain: readonly Uint8Array[]): number | null {
  const result = matchTlsa(record, chain);
  return result.outcome === 'match' ? result.depth : null;
}

function outcomeOf(records: readonly RecordResult[]): Verification['outcome'] {
  if (records.some(({ result }) => result === 'match')) return 'verified';
  if (records.some(({ result }) => result === 'not-judged')) return 'not-judged';
  return records.some(({ result }) => result === 'mismatch') ? 'mismatch' : 'unusable';
}

// What comes of comparing TLSA records with what a server presented (RFC 7671, RFC 7672 §3).

/**
 * Why a record does not authenticate the server.
 *
 * - `not-presented`: nothing that was presented has this digest.
 * - `wrong-usage`: it describes the certificate at `depth`, but as what it is not: DANE-EE is about the server's own
 *   certificate alone, DANE-TA about an issuer alone (RFC 7671 §5.1, §5.2).
 * - `no-path`: DANE-TA: the certificate was presented, but the server's certificate is not issued under it (RFC 7671 §5.2).
 * - `anchor-not-sent`: DANE-TA: what was presented is issued by somebody who was not sent along (RFC 7672 §3.1.2); a guess.
 * - `wrong-name`: DANE-TA: no acceptable name in the server's certificate (RFC 7672 §3.2.3).
 * - `expired`, `not-yet-valid`: DANE-TA: a certificate of the path is out of its dates.
 * - `not-a-ca`: DANE-TA: a certificate of the path may not issue those below it: it is no CA, or its path length, key
 *   usage or name constraints forbid them (RFC 5280 §6.1.4).
 * - `chain-too-long`: DANE-TA: more certificates lead to the anchor than Postfix follows.
 * - `unsuitable`: DANE-TA: a certificate of the path is not for TLS servers (RFC 5280 §4.2.1.12), or has a critical
 *   extension that OpenSSL does not know (§4.2).
 * - `too-weak`: DANE-TA: a signature or key of the path is too weak for OpenSSL's security level 1, such as SHA-1.
 * - `not-judged`: DANE-TA: OpenSSL could not be asked.
 * - `weaker-digest`: ignored, because the same usage and selector has a stronger digest (RFC 7671 §9).
 */
export type RecordFault =
  | 'not-presented'
  | 'wrong-usage'
  | 'anchor-not-sent'
  | 'no-path'
  | 'wrong-name'
  | 'expired'
  | 'not-yet-valid'
  | 'not-a-ca'
  | 'chain-too-long'
  | 'too-weak'
  | 'unsuitable'
  | 'not-judged'
  | 'weaker-digest'
  | UnusableReason;

/**
 * Why some senders may refuse a match that Postfix and others with OpenSSL accept.
 *
 * - `anchor-expired`, `anchor-not-yet-valid`: the trust anchor, which somebody else issued, is out of its dates.
 * - `no-basic-constraints`: an issuer of X.509 version 3 does not say that it is a CA (RFC 5280 §6.1.4 (k)).
 */
export type Caveat = 'anchor-expired' | 'anchor-not-yet-valid' | 'no-basic-constraints';

export interface RecordResult {
  readonly record: TlsaRecord;
  /** `not-judged`: whether it matches is not known. */
  readonly result: 'match' | 'mismatch' | 'unusable' | 'not-judged';
  /** Null for a match. */
  readonly fault: RecordFault | null;
  /** Which certificate of those presented it describes, the server's own being 0; null when none. */
  readonly depth: number | null;
  /** In OpenSSL's words, where it found the fault; or why it could not be asked. */
  readonly why: Phrase | null;
  /** Null unless it matches. */
  readonly caveat: Caveat | null;
}

export interface Verification {
  /**
   * `unusable`: no record can be used, so TLS is demanded but nobody authenticated (RFC 7672 §2.2). `not-judged`: none
   * matches, as far as that could be judged.
   */
  readonly outcome: 'verified' | 'mismatch' | 'unusable' | 'not-judged';
  /** One for every record, in their order; a weaker digest counts as unusable. */
  readonly records: readonly RecordResult[];
}

export interface VerificationInput {
  readonly records: readonly TlsaRecord[];
  /** What the server presented, in DER, its own certificate first. */
  readonly chain: readonly Uint8Array[];
  /** The names of which one must be in the certificate, for DANE-TA only (RFC 7672 §3.2.2). */
  readonly referenceNames: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

// Which records of a set count: those that can be used, and of their digests the strongest (RFC 7671 §9).

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
