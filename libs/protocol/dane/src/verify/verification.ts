/** What comes of comparing TLSA records with what a server presented (RFC 7671, RFC 7672 §3). */
import type { UnusableReason } from '../tlsa/match-record.js';
import type { TlsaRecord } from '#dns';

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
  | 'unsuitable'
  | 'not-judged'
  | 'weaker-digest'
  | UnusableReason;

/**
 * Why some senders may refuse a match that Postfix and others with OpenSSL accept.
 *
 * - `anchor-expired`: the trust anchor, which somebody else issued, has expired.
 * - `no-basic-constraints`: an issuer of X.509 version 3 does not say that it is a CA (RFC 5280 §6.1.4 (k)).
 */
export type Caveat = 'anchor-expired' | 'no-basic-constraints';

export interface RecordResult {
  readonly record: TlsaRecord;
  /** `not-judged`: whether it matches is not known. */
  readonly result: 'match' | 'mismatch' | 'unusable' | 'not-judged';
  /** Null for a match. */
  readonly fault: RecordFault | null;
  /** Which certificate of those presented it describes, the server's own being 0; null when none. */
  readonly depth: number | null;
  /** In OpenSSL's words, where it found the fault; or why it could not be asked. */
  readonly detail: string | null;
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
