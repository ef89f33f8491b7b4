import { describe, expect, it } from 'vitest';

import type { RecordResult } from '#dane';
import type { TlsaRecord } from '#dns';

import { judgeRollover } from './rollover.js';

function record(usage: number, matchingType = 1): TlsaRecord {
  return { usage, selector: 1, matchingType, data: Buffer.alloc(matchingType === 1 ? 32 : 64) };
}

/** One handshake in which the records of these places matched. */
function served(records: readonly TlsaRecord[], ...matched: number[]) {
  const results = records.map((one, index): RecordResult =>
    matched.includes(index)
      ? { record: one, result: 'match', fault: null, depth: 0, why: null, caveat: null }
      : { record: one, result: 'mismatch', fault: 'not-presented', depth: null, why: null, caveat: null },
  );
  return { verification: { outcome: 'verified' as const, records: results } };
}

describe('judgeRollover', () => {
  const two = [record(3), record(3)];
  const mixed = [record(3), record(2)];

  it.each([
    ['3 1 1 + 3 1 1, one to come', two, [served(two, 0)], '3 1 1 + 3 1 1', true],
    ['two certificates, two records', two, [served(two, 0), served(two, 1)], '3 1 1 + 3 1 1', false],
    ['two keys, none served', two, [served(two)], '3 1 1 + 3 1 1', false],
    ['key and issuer', mixed, [served(mixed, 0, 1)], '3 1 1 + 2 1 1', true],
    ['key and an issuer that is not sent', mixed, [served(mixed, 0)], '3 1 1 + 2 1 1', false],
    ['one record', [record(3)], [], 'single', false],
    ['one record beside an unusable one', [record(3), record(0)], [], 'single', false],
    ['only unusable ones', [record(1)], [], 'none', false],
    ['two of other kinds', [record(3, 2), record(2, 2)], [], 'other', false],
  ])('%s', (_, records, handshakes, scheme, ready) => {
    expect(judgeRollover(records, handshakes)).toMatchObject({ scheme, ready });
  });
});
