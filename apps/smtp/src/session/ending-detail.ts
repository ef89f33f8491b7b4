/** The sentences for the end of a session. Each stands alone on the page: it names the facts, not our terms. */
import type { SessionEnd } from '#checks';

import type { Session } from './session.js';

/** How the session ended, as the predicate of a sentence about the client or us. */
const ENDED: Readonly<Record<SessionEnd, string>> = {
  open: 'The session went on',
  quit: 'The client said QUIT',
  'client-closed': 'The client closed the connection',
  'client-alert': 'The client sent a TLS alert',
  'client-reset': 'The client reset the connection',
  'timed-out': 'We closed the connection after waiting too long',
  'server-closed': 'We closed the connection',
};

/** The certificate that the client was shown. */
export function certificateWords({ certificate }: Session): string {
  return certificate === 'spare'
    ? 'our spare certificate, which one of the TLSA records matches'
    : 'our certificate';
}

export function refusedDetail(session: Session): string {
  const ms = session.sinceCertificateMs() ?? 0;
  const after = `${ms === 0 ? 'at once' : `${ms} ms`} after it had seen ${certificateWords(session)}`;
  if (session.alert !== null) return `The client sent the TLS alert ${session.alert} ${after}.`;
  const before = session.greeted ? 'before it named a recipient' : 'before it said EHLO again';
  return `${ENDED[session.end]} ${after}, ${before}.`;
}

export function tlsFailedDetail(session: Session): string {
  if (session.alert !== null) {
    return `The client broke off the TLS handshake with the alert ${session.alert}. That alert does not say whether our certificate was the reason.`;
  }
  const reason = session.failure === null ? '' : ` (${session.failure})`;
  return `${ENDED[session.end]} before the TLS handshake was complete${reason}.`;
}

export function rejectedDetail(session: Session): string {
  const received =
    session.messageBytes === null ? '' : ` after ${session.messageBytes} octets of the message`;
  const reply = session.complaint === null ? '' : ` Our last refusal was: ${session.complaint}`;
  return `${ENDED[session.end]}${received}, and no message was accepted.${reply}`;
}
