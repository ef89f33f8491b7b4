import type { NewObservation } from '#checks';

import { shownCertificate } from './ending.js';
import { printable } from './printable.js';
import type { Session } from './session.js';

/** What an observation says beyond what is known of its session. */
export type Facts = Pick<NewObservation, 'kind' | 'token' | 'scenario' | 'detail'> &
  Partial<Pick<NonNullable<NewObservation['evidence']>, 'recipient' | 'reply' | 'messageId' | 'size'>>;

/** Longer than any address or Message-ID may be (RFC 5322 §2.1.1). */
const MAX_TEXT = 998;

/** An observation made now, with all that is known of its session. */
export function observe(session: Session, facts: Facts): NewObservation {
  const { kind, token, scenario, detail } = facts;
  const { serverName } = session;
  const certificate = shownCertificate(session, facts);
  // A recipient that was named in clear has no part in a handshake that broke off later.
  const tls = session.tls ?? (kind === 'refused' || kind === 'tls-failed' ? session.unfinished : null);
  return {
    token,
    at: Date.now(),
    kind,
    scenario,
    clientAddress: session.clientAddress,
    clientName: shown(session.clientName),
    tls: tls === null ? null : { ...tls, serverName },
    detail: printable(detail, MAX_TEXT),
    evidence: {
      session: session.id,
      clientPort: session.clientPort,
      end: session.end,
      alert: session.alert,
      certificate,
      sinceCertificateMs: certificate === null ? null : session.sinceCertificateMs(),
      // In a handshake that failed, nothing was reached.
      reached: session.phase === 'handshake' ? null : session.reached,
      reply: shown(facts.reply ?? null),
      timing: session.timing(),
      mailFrom: shown(session.mailFrom),
      recipient: shown(facts.recipient ?? null),
      messageId: shown(facts.messageId ?? null),
      size: facts.size ?? null,
    },
    query: null,
  };
}

function shown(text: string | null): string | null {
  return text === null ? null : printable(text, MAX_TEXT);
}
