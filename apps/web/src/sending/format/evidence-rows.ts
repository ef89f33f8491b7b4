import type { EvidenceBody } from '#contracts';

import { certificateWords, queuedWords, timingWords } from './observation-text.js';
import { t } from '../../shared/texts.js';

export interface EvidenceRow {
  readonly name: string;
  readonly value: string;
}

/** What an expert needs to find the session in the sender's own log; nothing for what we do not know. */
export function evidenceRows(evidence: EvidenceBody): readonly EvidenceRow[] {
  const { alert, sinceCertificateMs, reached, reply, timing } = evidence;
  const { mailFrom, recipient, messageId, size } = evidence;
  const rows: readonly (readonly [string, string | null])[] = [
    [t.log.rows.session, evidence.session],
    [t.log.rows.clientPort, String(evidence.clientPort)],
    [t.log.rows.ended, t.log.ends[evidence.end]],
    [t.log.rows.reached, reached === null ? null : t.log.stages[reached]],
    [t.log.rows.reply, reply],
    [t.log.rows.alert, alert],
    [t.log.rows.certificate, certificateWords(evidence)],
    [t.log.rows.sinceCertificate, sinceCertificateMs === null ? null : `${sinceCertificateMs} ms`],
    [t.log.rows.timing, timing === null ? null : timingWords(timing)],
    // RFC 5321 §4.5.5: the empty reverse path, written <>, is that of notifications.
    [t.log.rows.sender, mailFrom === '' ? t.log.rows.nullSender : mailFrom],
    [t.log.rows.recipient, recipient],
    ['Message-ID', messageId],
    [t.log.rows.queued, timing === null ? null : queuedWords(timing)],
    [t.log.rows.size, size === null ? null : t.log.rows.bytes(size)],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}
