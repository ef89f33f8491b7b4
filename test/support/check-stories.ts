/**
 * What senders of every kind leave behind at a check: enough to show each verdict. The facts are those that real
 * servers leave; client addresses are of the documentation ranges (RFC 5737, RFC 3849).
 */
import {
  type NewObservation,
  type ObservationKind,
  type SessionEvidence,
  checkHost,
  fetchDetail,
  policyHost,
  scenarioHost,
} from '#checks';
import type { ScenarioId } from '#scenarios';

export interface Sender {
  readonly clientAddress: string;
  readonly clientName: string;
}

export const MX1: Sender = { clientAddress: '203.0.113.25', clientName: 'mx1.example.net' };
export const MX2: Sender = { clientAddress: '2001:db8:4:2::25', clientName: 'mx2.mail-frontend.example.net' };

const RESOLVER: Sender = { clientAddress: '2001:db8:4:2::53', clientName: '' };

/** A check to tell stories about. */
export interface StoryCheck {
  readonly token: string;
  readonly domain: string;
}

interface Fact {
  readonly scenario: ScenarioId;
  readonly at: number;
  readonly sender?: Sender;
}

let sessions = 0;

export function deliveredOverTls(check: StoryCheck, fact: Fact): NewObservation {
  return {
    ...base(check, fact, 'delivered'),
    tls: tls(checkHost(check.token, fact.scenario, check.domain)),
    detail: 'The message was accepted over TLS.',
    evidence: { ...message(check, fact), certificate: 'leaf', sinceCertificateMs: 48 },
  };
}

/** Not that of the check's other stories: who delivers it need not be of the same system. */
export function anotherMessage(delivery: NewObservation): NewObservation {
  const { evidence } = delivery;
  return { ...delivery, evidence: evidence && { ...evidence, messageId: '<another@mail.example.org>' } };
}

/** At the classic address, whose host all checks share. */
export function deliveredClassic(check: StoryCheck, fact: Fact): NewObservation {
  const host = scenarioHost(fact.scenario, check.domain);
  const delivery = deliveredOverTls(check, fact);
  return {
    ...delivery,
    tls: tls(host),
    evidence: delivery.evidence && { ...delivery.evidence, recipient: `${check.token}@${host}` },
  };
}

/** The retry, after the release of the check. */
export function deliveredOnRetry(check: StoryCheck, fact: Omit<Fact, 'scenario'>): NewObservation {
  const delivery = deliveredOverTls(check, { ...fact, scenario: 'wrong' });
  return {
    ...delivery,
    evidence: delivery.evidence === null ? null : { ...delivery.evidence, certificate: 'spare' },
  };
}

/** A refusal at the host of the classic addresses: it names no check. */
export function refusedClassic(check: StoryCheck, fact: Omit<Fact, 'scenario'>): NewObservation {
  const refusal = refused(check, { ...fact, scenario: 'wrong' });
  return { ...refusal, token: null, tls: tls(scenarioHost('wrong', check.domain)) };
}

/** A refusal at the mail server of a scenario, which all checks share: it names none. */
export function refusedAtMx(check: StoryCheck, fact: Fact): NewObservation {
  return { ...refused(check, fact), token: null, tls: tls(`mx1-${fact.scenario}.${check.domain}`) };
}

/** The system asked for the policy of a scenario. */
export function askedForPolicy(check: StoryCheck, fact: Fact): NewObservation {
  const host = policyHost(fact.scenario, check.domain);
  return {
    ...base(check, fact, 'policy-fetch'),
    token: null,
    clientName: 'Go-http-client/1.1',
    tls: tls(host),
    detail: fetchDetail(host, 200),
    evidence: null,
  };
}

export function deliveredInClear(check: StoryCheck, fact: Fact): NewObservation {
  return {
    ...base(check, fact, 'delivered'),
    tls: null,
    detail: 'The message was accepted without TLS, which we had offered.',
    evidence: message(check, fact),
  };
}

export function refused(check: StoryCheck, fact: Fact, alert: string | null = null): NewObservation {
  return {
    ...base(check, fact, 'refused'),
    tls: tls(checkHost(check.token, fact.scenario, check.domain)),
    detail:
      alert === null
        ? 'The client completed the handshake, saw our certificate and closed the connection without naming a recipient.'
        : `The client saw our certificate and sent the TLS alert ${alert}.`,
    evidence: {
      ...session(),
      end: alert === null ? 'client-closed' : 'client-alert',
      alert,
      certificate: 'leaf',
      sinceCertificateMs: 3,
    },
  };
}

export function tlsFailed(check: StoryCheck, fact: Fact): NewObservation {
  return {
    ...base(check, fact, 'tls-failed'),
    tls: null,
    detail: 'The handshake failed: the client offered no version of TLS that we accept.',
    evidence: { ...session(), end: 'client-closed' },
  };
}

/** As a TLS 1.3 client on Node leaves that dislikes our certificate: within the handshake, and without an alert. */
export function brokeOffInTls(check: StoryCheck, fact: Fact): NewObservation {
  return {
    ...base(check, fact, 'tls-failed'),
    tls: tls(checkHost(check.token, fact.scenario, check.domain)),
    detail: 'The client closed the connection before the TLS handshake was complete.',
    evidence: { ...session(), end: 'client-closed', certificate: 'leaf', sinceCertificateMs: 5 },
  };
}

/** A resolver asked for a record of the host, or of the name of its TLSA records. */
export function lookedUp(check: StoryCheck, fact: Fact, type: string, dnssecOk = true): NewObservation {
  const host = checkHost(check.token, fact.scenario, check.domain);
  const name = type === 'TLSA' ? `_25._tcp.${host}` : host;
  return {
    ...base(check, { sender: RESOLVER, ...fact }, 'dns-query'),
    clientName: null,
    tls: null,
    detail: `A resolver asked for the ${type} records of ${name}, ${dnssecOk ? 'with' : 'without'} DNSSEC.`,
    evidence: null,
    query: { name, type, dnssecOk, transport: 'udp', resolverPort: 40_053 },
  };
}

function base(
  { token }: StoryCheck,
  { scenario, at, sender = MX1 }: Fact,
  kind: ObservationKind,
): Omit<NewObservation, 'tls' | 'detail' | 'evidence'> {
  return { token, at, kind, scenario, ...sender, query: null };
}

function tls(serverName: string): NonNullable<NewObservation['tls']> {
  return { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', serverName };
}

function session(): SessionEvidence {
  sessions += 1;
  return {
    session: `s-${sessions.toString(32).padStart(6, '0')}`,
    clientPort: 40_000 + sessions,
    end: 'open',
    alert: null,
    certificate: null,
    sinceCertificateMs: null,
    mailFrom: null,
    recipient: null,
    reached: null,
    reply: null,
    timing: null,
    messageId: null,
    size: null,
  };
}

function message(check: StoryCheck, { scenario }: Fact): SessionEvidence {
  return {
    ...session(),
    mailFrom: 'postmaster@example.net',
    recipient: `test@${checkHost(check.token, scenario, check.domain)}`,
    messageId: '<4bQx2n5Zz1z9sWv@mx1.example.net>',
    size: 1_482,
  };
}
