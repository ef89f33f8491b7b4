import { formatTlsa } from '#dane';
import type { TlsaRecord } from '#dns';

import type { ProbeTlsaRecord } from '../result.js';

export function tlsaRecordBody(record: TlsaRecord): ProbeTlsaRecord {
  const { usage, selector, matchingType } = record;
  return { text: formatTlsa(record), usage, selector, matchingType };
}
