/** Decides whether TLSA records authenticate what a server presented, as an SMTP client does (RFC 7671, RFC 7672 §3). */
import { matchTlsa } from '../tlsa/match-record.js';
import { USAGE } from '../tlsa/tlsa-record.js';
import type { TlsaRecord } from '#dns';
import { TrustAnchors } from './trust-anchors.js';
import { isWeakerDigest, unusableReason } from './usable-records.js';
import type { RecordResult, Verification, VerificationInput } from './verification.js';

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

const NOTHING_MORE = { depth: null, detail: null, caveat: null } as const;

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
