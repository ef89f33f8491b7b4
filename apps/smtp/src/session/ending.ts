/**
 * What the end of a session means for the checks that it touched: at most one observation for each. A session that
 * delivered has said all there is to say, so its end adds nothing for the recipients that it delivered to.
 */
import type { ObservationKind } from '#checks';
import type { ScenarioId } from '#scenarios';

import { rejectedDetail, refusedDetail, tlsFailedDetail } from './ending-detail.js';
import type { Session } from './session.js';
import { isCertificateAlert } from './tls-alert.js';

export interface Ending {
  readonly kind: Extract<ObservationKind, 'tls-failed' | 'refused' | 'rejected'>;
  /** Null when the server name was that of a scenario. */
  readonly token: string | null;
  readonly scenario: ScenarioId;
  readonly recipient: string | null;
  readonly detail: string;
}

/** Whether the token in the server name is that of a live check is for the caller to find out. */
export function endingsOf(session: Session): Ending[] {
  const rejected = [...session.recipients.values()]
    .filter(({ delivered }) => !delivered)
    .map(({ token, scenario, address }): Ending => {
      return { kind: 'rejected', token, scenario, recipient: address, detail: rejectedDetail(session) };
    });
  const own = endingByServerName(session);
  const isCovered = rejected.some(({ token, scenario }) => token === own?.token && scenario === own.scenario);
  return own === null || isCovered ? rejected : [...rejected, own];
}

function endingByServerName(session: Session): Ending | null {
  const { host } = session;
  if (session.accepted > 0 || host === null) return null;
  switch (host.kind) {
    case 'check':
      return { ...meaningOf(session), token: host.token, scenario: host.scenario, recipient: null };
    case 'scenario': {
      // The classic address form: without a recipient nobody can be named, and only a refusal is worth keeping.
      const meaning = meaningOf(session);
      return meaning.kind === 'refused'
        ? { ...meaning, token: null, scenario: host.scenario, recipient: null }
        : null;
    }
    case 'apex':
    case 'foreign':
      return null;
  }
}

function meaningOf(session: Session): Pick<Ending, 'kind' | 'detail'> {
  if (session.alert !== null && isCertificateAlert(session.alert) && !session.recipientNamed) {
    return { kind: 'refused', detail: refusedDetail(session) };
  }
  if (session.phase !== 'established') return { kind: 'tls-failed', detail: tlsFailedDetail(session) };
  // A client that we turned away did not leave because of the certificate.
  if (session.recipientNamed || session.complaint !== null || endedByUs(session)) {
    return { kind: 'rejected', detail: rejectedDetail(session) };
  }
  // TLS 1.3: our side of the handshake ends first, so what the client dislikes arrives after it.
  if (session.failure !== null) return { kind: 'tls-failed', detail: tlsFailedDetail(session) };
  return { kind: 'refused', detail: refusedDetail(session) };
}

function endedByUs({ end }: Session): boolean {
  return end === 'timed-out' || end === 'server-closed';
}
