/**
 * What the end of a session means for the checks that it touched: at most one observation for each host. A session that
 * delivered to a host has said all there is to say about it. What a session proves is decided in #checks.
 */
import { type HostName, isOtherHost, isSilentRefusal, outcomeOf, type SessionOutcome } from '#checks';
import type { CertificateId, ScenarioId } from '#scenarios';

import { endingDetail } from './ending-detail.js';
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
  const own = endingByServerName(session);
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

/** The classic address form: without a recipient nobody can be named, and only a refusal is worth keeping. */
function endingOfScenario(session: Session, scenario: ScenarioId): Ending | null {
  const kind = kindOf(session, session.reply);
  const { end, alert, certificate } = session;
  const evidence = { end, alert, certificate, sinceCertificateMs: session.sinceCertificateMs() };
  if (kind !== 'refused' && !isSilentRefusal({ kind, evidence })) return null;
  const detail = endingDetail(kind, session, { reply: null, isReused: false, isNamed: false });
  return { kind, token: null, scenario, recipient: null, reply: null, detail };
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
