import type { EvidenceBody } from '#contracts';

import { certificateWords, endWords, stageWords, timingWords } from './observation-text.js';

export interface EvidenceRow {
  readonly name: string;
  readonly value: string;
}

/** What an expert needs to find the session in the sender's own log; nothing for what we do not know. */
export function evidenceRows(evidence: EvidenceBody): readonly EvidenceRow[] {
  const { alert, sinceCertificateMs, reached, reply, timing } = evidence;
  const { mailFrom, recipient, messageId, size } = evidence;
  const rows: readonly (readonly [string, string | null])[] = [
    ['Our session', evidence.session],
    ['Client port', String(evidence.clientPort)],
    ['Session ended', endWords(evidence.end)],
    ['Stage reached', reached === null ? null : stageWords(reached)],
    ['Our first error reply', reply],
    ['TLS alert', alert],
    ['Certificate shown', certificateWords(evidence)],
    ['After our certificate', sinceCertificateMs === null ? null : `${sinceCertificateMs} ms`],
    ['Times since connecting', timing === null ? null : timingWords(timing)],
    // RFC 5321 §4.5.5: the empty reverse path, written <>, is that of notifications.
    ['Envelope sender', mailFrom === '' ? '<> (null sender)' : mailFrom],
    ['Recipient', recipient],
    ['Message-ID', messageId],
    ['Size', size === null ? null : `${size} bytes`],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}
