import type { ProbeTlsaRecordBody } from '#contracts';
import { formatTlsa, type TlsaRecord } from '#dane';

export function tlsaRecordBody(record: TlsaRecord): ProbeTlsaRecordBody {
  const { usage, selector, matchingType } = record;
  return { text: formatTlsa(record), usage, selector, matchingType };
}
