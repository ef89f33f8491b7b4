/** Which records nobody needs any more. */
import { matchTlsa, parseTlsa } from '#dane';
import type { TlsaRecord } from '#dns';

import { hasRecord, type PlannedRecord } from '../planned-record.js';

export interface DeletionInput {
  /** What is there at the names of the rollover. */
  readonly present: readonly PlannedRecord[];
  readonly current: readonly PlannedRecord[];
  readonly next: readonly PlannedRecord[];
  /** Every chain that any address presents now. */
  readonly chains: readonly (readonly Uint8Array[])[];
  /** The data of records that stay. */
  readonly keep: readonly string[];
}

/**
 * Those that are neither for the next certificate nor describe anything that is presented. A record that cannot be understood
 * stays, unless it is of the current certificate: who put it there may know what for.
 */
export function deletableRecords({ present, current, next, chains, keep }: DeletionInput): PlannedRecord[] {
  return present.filter((record) => {
    if (hasRecord(next, record) || keep.includes(record.data)) return false;
    switch (describes(record.data, chains)) {
      case 'described':
        return false;
      case 'not-described':
        return true;
      case 'unknown':
        return hasRecord(current, record);
    }
  });
}

/** By digest alone: a name or a date that is wrong today makes nobody's record superfluous. */
function describes(
  data: string,
  chains: readonly (readonly Uint8Array[])[],
): 'described' | 'not-described' | 'unknown' {
  const parsed = parseTlsa(data);
  if (!parsed.ok) return 'unknown';
  const record = asDane(parsed.record);
  const outcomes = chains.map((chain) => matchTlsa(record, chain).outcome);
  if (outcomes.includes('match')) return 'described';
  return matchTlsa(record, []).outcome === 'unusable' ? 'unknown' : 'not-described';
}

/** PKIX-TA(0) and PKIX-EE(1), which mail ignores, describe certificates in the same way (RFC 6698 §2.1.1). */
function asDane(record: TlsaRecord): TlsaRecord {
  return record.usage <= 1 ? { ...record, usage: record.usage + 2 } : record;
}
