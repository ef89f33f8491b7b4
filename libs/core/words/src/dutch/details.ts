/** What happened in one session, from its facts: the sentence that the receiver wrote is English. */
import { fetchStatus, type Observation } from '#checks';

import type { Language } from '../language.js';

export const detail: Language['detail'] = (observation) => {
  const { kind, tls, query, evidence } = observation;
  const over = tls === null ? 'onversleuteld, zonder TLS,' : `via ${tls.version}`;
  switch (kind) {
    case 'dns-query':
      return query === null
        ? 'Een resolver deed een query.'
        : `Een resolver vroeg de ${query.type}-records van ${query.name} op, ${query.dnssecOk ? 'met' : 'zonder'} DNSSEC.`;
    case 'policy-fetch': {
      const status = fetchStatus(observation);
      const answer = status === null ? 'wij antwoordden niet' : `ons antwoord was ${status}`;
      return `Het MTA-STS-beleid is opgevraagd${hostText(tls)}, en ${answer}.`;
    }
    case 'tls-established':
      return `De TLS-handshake is voltooid met ${tls?.version ?? 'TLS'}.`;
    case 'delivered':
      return `Er is een bericht ${over} afgeleverd.`;
    case 'refused':
      return `De client verbrak de verbinding na ons certificaat, zonder mail te versturen${alertText(evidence?.alert)}.`;
    case 'tls-failed':
      return `TLS is mislukt${alertText(evidence?.alert)}.`;
    case 'rejected':
      return `Er is geen bericht aangenomen${replyText(evidence?.reply)}.`;
    case 'left':
      return `De client verbrak de verbinding zonder een bericht te versturen${replyText(evidence?.reply)}.`;
    case 'lost':
      return 'De verbinding viel weg voordat er een bericht kwam.';
  }
};

function alertText(alert: string | null | undefined): string {
  return alert === null || alert === undefined ? '' : ` (TLS-alert ${alert})`;
}

function replyText(reply: string | null | undefined): string {
  return reply === null || reply === undefined ? '' : `; onze eerste foutmelding was “${reply}”`;
}

function hostText(tls: Observation['tls']): string {
  const name = tls?.serverName ?? null;
  return name === null ? '' : ` (${name})`;
}
