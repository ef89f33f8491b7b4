import type { NewObservation, SessionTiming } from '#checks';
import { DEFAULT_CERTIFICATE } from '#scenarios';
import { harmless } from '#text';

import { type Ending, shownCertificate } from './ending.js';
import type { Session } from './session.js';

/** What an observation says beyond what is known of its session. */
export type Facts = Pick<NewObservation, 'kind' | 'token' | 'scenario' | 'detail'> &
  Partial<Pick<NonNullable<NewObservation['evidence']>, 'recipient' | 'reply' | 'messageId' | 'size'>> &
  Pick<SessionTiming, 'queuedAt'>;

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
      timing: { ...session.timing(), ...(facts.queuedAt === undefined ? {} : { queuedAt: facts.queuedAt }) },
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

/** What the log says of a session that is over: every fact once, and nothing about what did not happen. */
export function sessionFields(session: Session, endings: readonly Ending[]): Record<string, unknown> {
  const { host, alert, failure, reply } = session;
  const tls = session.tls ?? session.unfinished;
  return {
    session: session.id,
    client: session.clientAddress,
    port: session.clientPort,
    name: session.clientName,
    ...(tls === null ? {} : { tls: tls.version, ...(tls.cipher === null ? {} : { cipher: tls.cipher }) }),
    ...(session.serverName === null ? {} : { sni: session.serverName }),
    ...(host?.kind === 'check' ? { token: host.token } : {}),
    ...(session.certificate === null || session.certificate === DEFAULT_CERTIFICATE
      ? {}
      : { certificate: session.certificate }),
    reached: session.reached,
    end: session.end,
    ...(alert === null ? {} : { alert }),
    ...(failure === null ? {} : { failure }),
    ...(reply === null ? {} : { reply }),
    accepted: session.accepted,
    observed: endings.map(({ kind }) => kind),
    ms: Math.round(performance.now() - session.openedAt),
  };
}

/** A client of this machine that never says EHLO is a health check, every few seconds: nobody wants to read of it. */
export function sessionLevel({ clientAddress, clientName, reply }: Session): 'debug' | 'info' {
  const isLocal = clientAddress === '::1' || clientAddress.startsWith('127.');
  return isLocal && clientName === null && reply === null ? 'debug' : 'info';
}

/** Text from a client, fit to be stored and shown, and not longer than `maxLength`. */
export function printable(text: string, maxLength: number): string {
  return harmless(text, { maxLength });
}
