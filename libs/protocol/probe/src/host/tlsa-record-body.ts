import type { ProbeTlsaRecordBody } from '#contracts';
import { formatTlsa } from '#dane';
import type { TlsaRecord } from '#dns';

export function tlsaRecordBody(record: TlsaRecord): ProbeTlsaRecordBody {
  const { usage, selector, matchingType } = record;
  return { text: formatTlsa(record), usage, selector, matchingType };
}
