/**
 * What one session proves, as a pure function of what the receiver recorded. Only `refused` is proof: a session that
 * looks the same as a lost connection never is. How real senders leave was measured: Postfix and Sendmail QUIT before
 * their second EHLO, Exim, Go, OpenSSL and rustls send a certificate alert, Node closes within the handshake.
 */
import type { ObservationKind, SessionEnd, SessionEvidence, SessionStage } from './observation.js';

export type SessionOutcome = Exclude<ObservationKind, 'dns-query' | 'policy-fetch' | 'tls-established'>;

/** How far TLS came. */
export type TlsPhase = 'none' | 'handshake' | 'established';

export interface SessionFacts {
  readonly phase: TlsPhase;
  readonly end: SessionEnd;
  /** The alert that the client sent, as RFC 8446 §6 names it. */
  readonly alert: string | null;
  /** Whether TLS itself broke, in the handshake or later. */
  readonly tlsBroke: boolean;
  /** Whether our certificate went out. */
  readonly certificateShown: boolean;
  readonly sinceCertificateMs: number | null;
  /** Since the handshake, or since the client connected where there was none. */
  readonly reached: SessionStage;
  /** Our first error reply: the cause of those after it. */
  readonly reply: string | null;
  /** Whether a message was accepted for the host in question. */
  readonly delivered: boolean;
}

/** The alerts by which a client says that it does not accept our certificate (RFC 8446 §6.2). */
export const CERTIFICATE_ALERTS: readonly string[] = [
  'bad_certificate',
  'unsupported_certificate',
  'certificate_revoked',
  'certificate_expired',
  'certificate_unknown',
  'unknown_ca',
];

/** A client judges a certificate promptly; one that leaves later may have waited for packets that never came. */
export const JUDGED_WITHIN_MS = 10_000;

export function outcomeOf(facts: SessionFacts): SessionOutcome {
  if (facts.delivered) return 'delivered';
  if (refusedByAlert(facts)) return 'refused';
  switch (facts.phase) {
    case 'none':
      return outcomeOfCommands(facts);
    case 'handshake':
      return 'tls-failed';
    case 'established':
      return facts.reached === 'nothing' ? outcomeOfSilence(facts) : outcomeOfCommands(facts);
  }
}

export interface EndedSession {
  readonly kind: ObservationKind;
  readonly evidence: Pick<SessionEvidence, 'end' | 'alert' | 'certificate' | 'sinceCertificateMs'> | null;
}

/**
 * Whether a client closed the connection within the handshake, right after our certificate and without an alert, as senders
 * on Node do with TLS 1.3. Their network or their program failing looks the same: likely a refusal, and proof only by
 * repetition.
 */
export function isSilentRefusal({ kind, evidence }: EndedSession): boolean {
  if (kind !== 'tls-failed' || evidence === null) return false;
  const { end, alert, certificate, sinceCertificateMs } = evidence;
  return end === 'client-closed' && alert === null && certificate !== null && isPrompt(sinceCertificateMs);
}

/** Whether it refused our certificate, the usual one or that of a release, or probably did. */
export function isRefusal(session: EndedSession): boolean {
  return session.kind === 'refused' || isSilentRefusal(session);
}

/** Who speaks inside TLS has accepted the certificate, whatever alert comes later. */
function refusedByAlert({ alert, certificateShown, phase, reached }: SessionFacts): boolean {
  const isAboutCertificate = alert !== null && CERTIFICATE_ALERTS.includes(alert);
  // In the handshake, what was said before it in the clear does not count (RFC 3207 §4.2).
  const hasGoneOn = phase === 'established' && reached !== 'nothing';
  return isAboutCertificate && certificateShown && phase !== 'none' && !hasGoneOn;
}

function outcomeOfSilence({
  end,
  alert,
  tlsBroke,
  certificateShown,
  sinceCertificateMs,
  reply,
}: SessionFacts): SessionOutcome {
  // In TLS 1.3 our side of the handshake ends first, so what the client dislikes arrives after it.
  if (tlsBroke || alert !== null) return 'tls-failed';
  const isRefusal = isClean(end) && certificateShown && isPrompt(sinceCertificateMs) && reply === null;
  return isRefusal ? 'refused' : 'lost';
}

function outcomeOfCommands({ end, reply }: SessionFacts): SessionOutcome {
  if (reply !== null) return 'rejected';
  return isClean(end) ? 'left' : 'lost';
}

/** The client ended the session itself, and the connection did not break. */
function isClean(end: SessionEnd): boolean {
  return end === 'quit' || end === 'client-closed';
}

function isPrompt(sinceCertificateMs: number | null): boolean {
  return sinceCertificateMs !== null && sinceCertificateMs <= JUDGED_WITHIN_MS;
}
