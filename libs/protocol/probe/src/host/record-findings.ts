/** What is to be said of single TLSA records, once every address of the host has been seen. */
import type { RecordResult } from '#dane';
import { formatTlsa } from '#dane';

import type { DescribedHandshake } from '../address/describe-handshake.js';
import { RECORD_REASONS } from '../address/record-reasons.js';
import { finding } from '../findings/catalogue.js';
import type { HostFacts } from './host-facts.js';
import type { ProbeFinding } from '../result.js';

export function recordFindings(
  { dane, tlsa, records }: HostFacts,
  handshakes: readonly DescribedHandshake[],
): ProbeFinding[] {
  if (dane !== 'applies') return [];
  const verifications = handshakes.flatMap(({ verification }) => verification ?? []);
  const [first] = verifications;
  if (first === undefined) return [];
  if (first.outcome === 'unusable') return [finding('tlsa-unusable', { name: tlsa.name })];
  return records.flatMap((_, index) => {
    const results = verifications.flatMap((verification) => verification.records[index] ?? []);
    return recordFinding(
      results,
      verifications.some(({ outcome }) => outcome === 'verified'),
    );
  });
}

/** `results` are those of one record, one for every handshake. */
function recordFinding(results: readonly RecordResult[], isVerified: boolean): ProbeFinding[] {
  const [result] = results;
  if (result === undefined || result.fault === null || results.some((one) => one.result === 'match'))
    return [];
  const facts = { record: formatTlsa(result.record), reason: RECORD_REASONS[result.fault].reason };
  if (result.fault === 'weaker-digest') return [];
  if (result.result === 'unusable') return [finding('tlsa-record-unusable', facts)];
  // Where nothing matches at all, the mismatch itself is told for each address.
  return isVerified ? [finding('tlsa-record-unmatched', facts)] : [];
}
