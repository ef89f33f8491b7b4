import type {
  HostName,
  NewObservation,
  SessionEnd,
  SessionFacts,
  SessionStage,
  SessionTiming,
  TlsFacts,
  TlsPhase,
} from '#checks';
import { SESSION_STAGES } from '#checks';
import { type CertificateId, DEFAULT_CERTIFICATE, type KnownScenario, type ScenarioId } from '#scenarios';

import type { ClientHello } from '../tls/client-hello.js';
import { failureReason, receivedAlert } from './tls-alert.js';

/** A recipient with the token of a check, whatever we answered. */
export interface NamedRecipient {
  readonly token: string;
  readonly scenario: ScenarioId;
  readonly address: string;
  readonly transaction: number;
  delivered: boolean;
  /** Our first error reply in its transaction. */
  reply: string | null;
}

/** More than any real message names; what comes beyond them is answered and not recorded. */
const MAX_NAMED = 200;

/** What the client has come to by that command; any other one is as good as a greeting. */
const STAGES: Readonly<Record<string, SessionStage>> = { MAIL: 'mail', RCPT: 'recipient', DATA: 'data' };

/**
 * What was seen of one SMTP connection so far. It only remembers; what it means at the end is decided in ending.ts.
 * Durations come from the monotonic clock.
 */
export class Session {
  readonly openedAt = performance.now();
  readonly connectedAt = Date.now();
  phase: TlsPhase = 'none';
  tls: TlsFacts | null = null;
  /** What is known of a handshake that goes on, or was broken off. */
  unfinished: TlsFacts | null = null;
  serverName: string | null = null;
  /** What the server name stands for; null until the client sent one. */
  host: HostName | null = null;
  /** What the client offered; null where it was not read. */
  clientHello: ClientHello | null = null;
  /** What was presented to the client; null before that. */
  certificate: CertificateId | null = null;
  clientName: string | null = null;
  /** How far the client came since the handshake began, or at all where there was none. QUIT alone is nothing. */
  reached: SessionStage = 'nothing';
  /** It said EHLO or HELO since then. */
  greeted = false;
  /** The alert that the client sent. */
  alert: string | null = null;
  /** Why TLS broke, in OpenSSL's words. */
  failure: string | null = null;
  /** Our first error reply since the handshake or since the last MAIL that began a transaction: the cause of those after it. */
  reply: string | null = null;
  mailFrom: string | null = null;
  /** Messages answered with 250. */
  accepted = 0;
  /** Octets of the message that is being received, or was last. */
  messageBytes: number | null = null;
  /** Resolves when no message is on its way: the last one is here in full, or never will be. */
  reading: Promise<unknown> = Promise.resolve();
  /** By token and scenario. */
  readonly recipients = new Map<string, NamedRecipient>();
  /** Of the check that the client named last, as server name or recipient. */
  lastToken: string | null = null;
  end: SessionEnd = 'open';
  /** Seen, but not yet given to the store. */
  held: NewObservation | null = null;

  private readonly times: Record<keyof Omit<SessionTiming, 'connectedAt' | 'queuedAt'>, number | null> = {
    ehlo: null,
    startTls: null,
    clientHello: null,
    certificate: null,
    mail: null,
  };
  private transaction = 0;
  private firstQueuedAt: number | null | undefined;
  private certificateAt: number | null = null;
  private endedAt: number | null = null;
  private tail: Promise<unknown> = Promise.resolve();

  constructor(
    readonly id: string,
    readonly clientAddress: string,
    readonly clientPort: number,
    /**
     * Which address the client connected to: the scenario whose host alone has it, that of all fallbacks, or null at those that
     * all scenarios share.
     */
    private readonly place: KnownScenario | 'fallback' | null = null,
  ) {}

  get ownScenario(): KnownScenario | null {
    return this.place === 'fallback' ? null : this.place;
  }

  get isAtFallback(): boolean {
    return this.place === 'fallback';
  }

  /** The client sent a command. `beginsTransaction`: a MAIL outside of one. */
  said(verb: string, beginsTransaction = false): void {
    if (verb === 'QUIT') return;
    const stage = STAGES[verb] ?? 'greeted';
    if (SESSION_STAGES.indexOf(stage) > SESSION_STAGES.indexOf(this.reached)) this.reached = stage;
    if (verb === 'MAIL') this.note('mail');
    if (!beginsTransaction) return;
    this.transaction += 1;
    this.reply = null;
  }

  /** RFC 3207 §4.2: what was said in the clear does not count inside TLS. */
  handshakeBegan(): void {
    this.phase = 'handshake';
    this.reached = 'nothing';
    this.greeted = false;
    this.reply = null;
    this.note('startTls');
  }

  /** It is what the client offers, whatever comes of it. */
  clientHelloRead(hello: ClientHello): void {
    this.clientHello = hello;
    this.note('clientHello');
  }

  serverNameSent(name: string, host: HostName): void {
    this.serverName = name;
    this.host = host;
    if (host.kind === 'check') this.lastToken = host.token;
    this.note('clientHello');
  }

  /** It leaves in the flight that is sent now. A retried ClientHello asks again. */
  certificateChosen(certificate: CertificateId): void {
    this.certificate = certificate;
    this.certificateAt ??= performance.now();
    this.note('certificate');
  }

  handshakeEnded(tls: TlsFacts): void {
    this.phase = 'established';
    this.tls = tls;
    this.unfinished = null;
    // A client that named no host was shown the default.
    this.certificate ??= DEFAULT_CERTIFICATE;
    this.certificateAt = performance.now();
    this.note('certificate');
    this.mailFrom = null;
    this.times.mail = null;
    this.recipients.clear();
  }

  hello(name: string): void {
    this.clientName = name;
    this.greeted = true;
    this.note('ehlo');
  }

  errorReplied(reply: string): void {
    this.reply ??= reply;
    for (const recipient of this.recipients.values()) {
      if (recipient.transaction === this.transaction && !recipient.delivered) recipient.reply ??= this.reply;
    }
  }

  /** An address of a check that is no mailbox: our reply leads to its page. */
  checkNamed(token: string | null): void {
    this.lastToken = token ?? this.lastToken;
  }

  recipientNamed(recipient: Pick<NamedRecipient, 'token' | 'scenario' | 'address'>): void {
    this.lastToken = recipient.token;
    const key = `${recipient.token}.${recipient.scenario}`;
    const known = this.recipients.get(key);
    const { transaction, reply } = this;
    // Named twice in one transaction, or after its message was accepted: nothing new.
    if (known?.delivered === true || known?.transaction === transaction) return;
    if (known === undefined && this.recipients.size >= MAX_NAMED) return;
    this.recipients.set(key, { ...recipient, transaction, delivered: false, reply });
  }

  /**
   * When the message was queued for which the client connected, its first: for that one it judged the certificate, and others that
   * were queued later may come over the same connection. Null where it is not known.
   */
  connectedFor(queuedAt: number | null): number | null {
    if (this.firstQueuedAt === undefined) this.firstQueuedAt = this.transaction === 1 ? queuedAt : null;
    return this.firstQueuedAt;
  }

  messageDelivered(token: string, scenario: ScenarioId): void {
    const recipient = this.recipients.get(`${token}.${scenario}`);
    if (recipient !== undefined) recipient.delivered = true;
  }

  /** The first cause counts: what follows is only the socket going down. */
  ended(end: Exclude<SessionEnd, 'open'>): void {
    if (this.end !== 'open') return;
    this.end = end;
    this.endedAt = performance.now();
  }

  /** An error of TLS is reported twice. One of the socket below it carries the system call that failed. */
  broke(error: Error): void {
    if (this.end !== 'open') return;
    if ('syscall' in error) return this.ended('client-reset');
    if (this.phase === 'none') return;
    this.failure = failureReason(error);
    this.alert = receivedAlert(error);
    this.ended(this.alert === null ? 'server-closed' : 'client-alert');
  }

  /** What the outcome of the session is judged by. */
  facts(): Omit<SessionFacts, 'delivered'> {
    const { phase, end, alert, reached, reply } = this;
    return {
      ...{ phase, end, alert, reached, reply },
      tlsBroke: this.failure !== null,
      certificateShown: this.certificate !== null,
      sinceCertificateMs: this.sinceCertificateMs(),
    };
  }

  /** From our certificate to the end of the session, or to now. */
  sinceCertificateMs(): number | null {
    if (this.certificateAt === null) return null;
    return Math.round((this.endedAt ?? performance.now()) - this.certificateAt);
  }

  timing(): SessionTiming {
    return { connectedAt: this.connectedAt, ...this.times };
  }

  /** Runs what is recorded of this session one after the other, so that it reaches the store in its order. */
  inOrder<T>(job: () => Promise<T>): Promise<T> {
    const result = this.tail.then(job);
    this.tail = result.catch(() => undefined);
    return result;
  }

  private note(moment: keyof Session['times']): void {
    this.times[moment] ??= Math.round(performance.now() - this.openedAt);
  }
}
