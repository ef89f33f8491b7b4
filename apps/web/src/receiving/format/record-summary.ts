import type { ProbeHostBody, ProbeRecordResultBody, ProbeTlsaRecordBody } from '#contracts';

import { daneLook, type Look } from './probe-look.js';
import { t } from '../../shared/texts.js';

/** What became of one record at a host, over all of its addresses and handshakes. */
export interface RecordSummary {
  readonly record: ProbeTlsaRecordBody;
  readonly look: Look;
  readonly words: string;
  readonly reason: string | null;
  readonly rfc: string | null;
}

export function summarizeRecords(host: ProbeHostBody): RecordSummary[] {
  return host.tlsa.records.map((record) => {
    const results = host.addresses
      .flatMap(({ handshakes }) => handshakes)
      .flatMap(({ records }) => records.filter(({ text }) => text === record.text));
    return { record, ...summaryOf(results) };
  });
}

/**
 * Not every record matches every handshake where a server has two certificates, or is about to change its key: a match
 * anywhere is what a record is for.
 */
function summaryOf(results: readonly ProbeRecordResultBody[]): Omit<RecordSummary, 'record'> {
  const matches = results.filter(({ result }) => result === 'match').length;
  const other = results.find(({ result }) => result !== 'match');
  if (matches > 0) {
    const words =
      matches === results.length
        ? t.mailServer.tlsa.matches
        : t.mailServer.tlsa.matchesIn(matches, results.length);
    return { look: daneLook('verified'), words, reason: null, rfc: null };
  }
  if (other === undefined) {
    return {
      look: { tone: 'waiting', icon: 'question' },
      words: t.mailServer.tlsa.notCompared,
      reason: null,
      rfc: null,
    };
  }
  const { reason, rfc } = other;
  return other.result === 'unusable'
    ? { look: daneLook('unusable'), words: t.mailServer.tlsa.unusable, reason, rfc }
    : { look: { tone: 'warn', icon: 'cross' }, words: t.mailServer.tlsa.matchesNothing, reason, rfc };
}
