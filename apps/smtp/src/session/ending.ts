/**
 * What the end of a session means for the checks that it touched: at most one observation for each host. A session that
 * delivered to a host has said all there is to say about it. What a session proves is decided in #checks.
 */
import {
  CERTIFICATE_ALERTS,
  type HostName,
  isOtherHost,
  isRefusal,
  outcomeOf,
  POLICY_SCENARIOS,
  type SessionEnd,
  type SessionOutcome,
  type SessionStage,
} from '#checks';
import { type CertificateId, isReleaseCertificate, SCENARIOS, type ScenarioId } from '#scenarios';

import { offerProblem } from '../tls/hello-words.js';
import type { NamedRecipient, Session } from './session.js';

export interface Ending {
  readonly kind: Exclude<SessionOutcome, 'delivered'>;
  /** Null when the server name was that of a scenario. */
  readonly token: string | null;
  readonly scenario: ScenarioId;
  readonly recipient: string | null;
  /** Our first error reply. */
  readonly reply: string | null;
  readonly detail: string;
}

/** Whether the tokens are those of live checks is for the caller to find out. */
export function endingsOf(session: Session): Ending[] {
  const own = endingByServerName(session) ?? endingByAddress(session);
  const isOwn = ({ token, scenario }: NamedRecipient): boolean =>
    own !== null && own.token === token && own.scenario === scenario;
  const others = [...session.recipients.values()].filter((one) => !one.delivered && !isOwn(one));
  const endings = others.map((recipient) => endingOfRecipient(session, recipient));
  return own === null ? endings : [...endings, own];
}

/** A handshake that fails concerns who was named in the clear before it, but shows nobody else's certificate. */
function endingOfRecipient(session: Session, recipient: NamedRecipient): Ending {
  const { token, scenario, address, reply } = recipient;
  const kind = session.phase === 'handshake' ? 'tls-failed' : kindOf(session, reply);
  const isReused = isOtherHost(session.host, recipient);
  const detail = endingDetail(kind, session, { reply, isReused, isNamed: true });
  return { kind, token, scenario, recipient: address, reply, detail };
}

function endingByServerName(session: Session): Ending | null {
  const { host } = session;
  switch (host?.kind) {
    case 'check':
      return endingOfCheck(session, host);
    case 'scenario':
      return endingOfScenario(session, host.scenario);
    case 'apex':
    case 'foreign':
    case undefined:
      return null;
  }
}

function endingOfCheck(
  session: Session,
  { token, scenario }: Extract<HostName, { kind: 'check' }>,
): Ending | null {
  const named = session.recipients.get(`${token}.${scenario}`);
  if (session.phase === 'established' && named?.delivered === true) return null;
  const isNamed = named !== undefined && session.phase === 'established';
  const reply = isNamed ? named.reply : session.reply;
  const kind = kindOf(session, reply);
  const detail = endingDetail(kind, session, { reply, isReused: false, isNamed });
  return { kind, token, scenario, recipient: isNamed ? named.address : null, reply, detail };
}

/**
 * A host that all checks share: without a recipient nobody can be named, and only a refusal is worth keeping. Under a policy of
 * MTA-STS, so is leaving after EHLO, when some senders (chasquid) judge the certificate: it proves nothing.
 */
function endingOfScenario(session: Session, scenario: ScenarioId): Ending | null {
  const kind = kindOf(session, session.reply);
  const hasLeft = kind === 'left' && session.reached === 'greeted' && session.clientName !== null;
  if (!hasRefused(session) && !(hasLeft && POLICY_SCENARIOS.includes(scenario))) return null;
  const detail = endingDetail(kind, session, { reply: null, isReused: false, isNamed: false });
  return { kind, token: null, scenario, recipient: null, reply: null, detail };
}

/** Whether it refused our certificate, or probably did. */
export function hasRefused(session: Session): boolean {
  const { end, alert, certificate } = session;
  const evidence = { end, alert, certificate, sinceCertificateMs: session.sinceCertificateMs() };
  return isRefusal({ kind: kindOf(session, session.reply), evidence });
}

/**
 * At an address that only one host has, a sender that demands TLS leaves before it names a recipient, and nothing but its own
 * address tells whose it is. Only a client that said EHLO and ended the session itself is worth keeping.
 */
function endingByAddress(session: Session): Ending | null {
  const { ownScenario, reached, end, recipients } = session;
  const isClean = end === 'quit' || end === 'client-closed';
  if (ownScenario === null || reached !== 'greeted' || !isClean || recipients.size > 0) return null;
  if (session.clientName === null) return null;
  const kind = kindOf(session, session.reply);
  const detail = endingDetail(kind, session, { reply: session.reply, isReused: false, isNamed: false });
  return { kind, token: null, scenario: ownScenario.id, recipient: null, reply: session.reply, detail };
}

function kindOf(session: Session, reply: string | null): Ending['kind'] {
  const outcome = outcomeOf({ ...session.facts(), reply, delivered: false });
  if (outcome === 'delivered') throw new Error('a session without a delivery has delivered');
  return outcome;
}

/** What the client was shown of that host: nothing, where the connection had been opened to another. */
export function shownCertificate(
  session: Session,
  host: Parameters<typeof isOtherHost>[1],
): CertificateId | null {
  return isOtherHost(session.host, host) ? null : session.certificate;
}

// The sentences for the end of a session. Each stands alone on the page: it names the facts, not our terms.

/** What a sentence says beyond what the session knows. */
export interface DetailFacts {
  readonly reply: string | null;
  /** The connection had been opened to another host. */
  readonly isReused: boolean;
  /** The client named a recipient of the host. */
  readonly isNamed: boolean;
}

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

const FALLBACKS: readonly (CertificateId | null)[] = SCENARIOS.flatMap(({ fallback = [] }) => fallback);

/** The certificate that the client was shown. */
export function certificateWords({ certificate }: Pick<Session, 'certificate'>): string {
  if (FALLBACKS.includes(certificate)) return 'the certificate of our next MX host or address';
  return isReleaseCertificate(certificate)
    ? 'our spare certificate, which one of the TLSA records matches'
    : 'our certificate';
}

export function endingDetail(kind: Ending['kind'], session: Session, facts: DetailFacts): string {
  const reused = facts.isReused ? ` ${reusedWords(session)}` : '';
  return `${sentence(kind, session, facts)}${reused}`;
}

/** Why nothing follows for the host. */
export function reusedWords({ serverName }: Pick<Session, 'serverName'>): string {
  return `The connection had been opened to ${serverName ?? 'another host'} and was reused, so nothing follows for this host.`;
}

function sentence(kind: Ending['kind'], session: Session, facts: DetailFacts): string {
  switch (kind) {
    case 'refused':
      return refusedDetail(session);
    case 'tls-failed':
      return tlsFailedDetail(session);
    case 'rejected':
      return `${ENDED[session.end]}${received(session)}, and no message was accepted. Our first error reply was: ${facts.reply}`;
    case 'left':
      return leftDetail(session, facts);
    case 'lost':
      return lostDetail(session);
  }
}

function refusedDetail(session: Session): string {
  const after = `${passed(session)} after it had seen ${certificateWords(session)}`;
  return session.alert === null
    ? `${ENDED[session.end]} ${after}, before it said EHLO again.`
    : `The client sent the TLS alert ${session.alert} ${after}.`;
}

function tlsFailedDetail(session: Session): string {
  const { alert, failure, end, phase, clientHello } = session;
  if (alert !== null) {
    // One about the certificate is no refusal where the client named no check.
    const isClear = CERTIFICATE_ALERTS.includes(alert);
    return `The client ended TLS with the alert ${alert}${isClear ? '' : ', which does not say whether our certificate was the reason'}.`;
  }
  const problem = clientHello && failure !== null ? offerProblem(clientHello, failure) : null;
  if (problem !== null) return `${problem}, so there was no TLS connection.`;
  const reason = failure === null ? '' : ` (${failure})`;
  return phase === 'established'
    ? `TLS broke right after the handshake${reason}.`
    : `${ENDED[end]} before the TLS handshake was complete${reason}.`;
}

/** Inside TLS, whoever goes on has accepted the certificate. */
function leftDetail(session: Session, { isNamed, isReused }: DetailFacts): string {
  const stage = stageWords(session);
  if (session.phase === 'none')
    return `${ENDED[session.end]} after ${stage}${received(session)}, without TLS.`;
  const accepted = isReused ? '' : ` It had accepted ${certificateWords(session)}.`;
  const elsewhere = session.accepted > 0 && !isNamed ? ' Its message was for another address.' : '';
  return `${ENDED[session.end]} after ${stage} inside TLS${received(session)}.${accepted}${elsewhere}`;
}

function lostDetail(session: Session): string {
  const { phase, reached } = session;
  const when =
    phase === 'established' && reached === 'nothing'
      ? `${passed(session)} after it had seen ${certificateWords(session)}, before it said EHLO again`
      : `after ${stageWords(session)}${phase === 'none' ? '' : ' inside TLS'}${received(session)}`;
  return `The connection was lost: ${lowerFirst(ENDED[session.end])} ${when}. That says nothing about the certificate.`;
}

const STAGE_WORDS: Readonly<Record<SessionStage, string>> = {
  nothing: 'it had connected',
  greeted: 'a first command',
  mail: 'MAIL',
  recipient: 'RCPT',
  data: 'DATA',
};

function stageWords({ reached, greeted }: Session): string {
  return reached === 'greeted' && greeted ? 'EHLO' : STAGE_WORDS[reached];
}

function received({ messageBytes }: Session): string {
  return messageBytes === null ? '' : `, with ${messageBytes} bytes of a message`;
}

function passed(session: Session): string {
  const ms = session.sinceCertificateMs() ?? 0;
  return ms === 0 ? 'less than 1 ms' : `${ms} ms`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
