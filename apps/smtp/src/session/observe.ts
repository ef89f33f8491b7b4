import type { NewObservation } from '#checks';

import { shownCertificate } from './ending.js';
import { printable } from './printable.js';
import type { Session } from './session.js';

/** What an observation says beyond what is known of its session. */
export type Facts = Pick<NewObservation, 'kind' | 'token' | 'scenario' | 'detail'> &
  Partial<Pick<NonNullable<NewObservation['evidence']>, 'recipient' | 'reply' | 'messageId' | 'size'>>;

/** What a client may say is bounded where it is kept: every page of the check shows it. */
const MAX_TEXT = 998;
/** RFC 5321 §4.5.3.1.2. */
const MAX_CLIENT_NAME = 255;
/** A reply line of ours, and more than the 320 that an address can have (RFC 5321 §4.5.3.1) or any real Message-ID has. */
const MAX_FIELD = 512;

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
    clientName: shown(session.clientName, MAX_CLIENT_NAME),
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

function shown(text: string | null, maxLength = MAX_FIELD): string | null {
  return text === null ? null : printable(text, maxLength);
}
