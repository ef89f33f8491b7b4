/** What happened in one session, from its facts: the sentence that the receiver wrote is English. */
import { fetchStatus, type Observation } from '#checks';

import type { Language } from '../language.js';

export const detail: Language['detail'] = (observation) => {
  const { kind, tls, query, evidence } = observation;
  const over = tls === null ? 'unverschlüsselt, ohne TLS' : `über ${tls.version}`;
  switch (kind) {
    case 'dns-query':
      return query === null
        ? 'Ein Resolver hat gefragt.'
        : `Ein Resolver hat die ${query.type}-Einträge von ${query.name} abgefragt, ${query.dnssecOk ? 'mit' : 'ohne'} DNSSEC.`;
    case 'policy-fetch': {
      const status = fetchStatus(observation);
      const answer = status === null ? 'nicht beantwortet' : `mit ${status} beantwortet`;
      return `Die MTA-STS-Richtlinie wurde abgefragt${hostText(tls)} und ${answer}.`;
    }
    case 'tls-established':
      return `Der TLS-Handshake wurde mit ${tls?.version ?? 'TLS'} abgeschlossen.`;
    case 'delivered':
      return `Eine Nachricht wurde ${over} zugestellt.`;
    case 'refused':
      return `Der Client hat nach unserem Zertifikat die Verbindung beendet, ohne Mail zu senden${alertText(evidence?.alert)}.`;
    case 'tls-failed':
      return `TLS kam nicht zustande${alertText(evidence?.alert)}.`;
    case 'rejected':
      return `Es wurde keine Nachricht angenommen${replyText(evidence?.reply)}.`;
    case 'left':
      return `Der Client hat die Verbindung ohne Nachricht beendet${replyText(evidence?.reply)}.`;
    case 'lost':
      return 'Die Verbindung ging verloren, bevor eine Nachricht kam.';
  }
};

function alertText(alert: string | null | undefined): string {
  return alert === null || alert === undefined ? '' : ` (TLS-Alert ${alert})`;
}

function replyText(reply: string | null | undefined): string {
  return reply === null || reply === undefined ? '' : `; unsere erste Fehlerantwort war „${reply}“`;
}

function hostText(tls: Observation['tls']): string {
  const name = tls?.serverName ?? null;
  return name === null ? '' : ` (${name})`;
}
