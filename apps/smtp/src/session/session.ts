import type { HostName, NewObservation, SessionEnd, TlsFacts } from '#checks';
import type { ScenarioId } from '#scenarios';

import { failureReason, receivedAlert } from './tls-alert.js';

/** A recipient of a live check that was accepted at RCPT. */
export interface NamedRecipient {
  readonly token: string;
  readonly scenario: ScenarioId;
  readonly address: string;
  delivered: boolean;
}

/** How far TLS has come. `failed`: the handshake ended without success, and the session with it. */
export type TlsPhase = 'none' | 'handshake' | 'established';

/**
 * What was seen of one SMTP connection so far. It only remembers; what it means at the end is decided in ending.ts.
 * Durations come from the monotonic clock.
 */
export class Session {
  readonly openedAt = performance.now();
  phase: TlsPhase = 'none';
  tls: TlsFacts | null = null;
  /** What is known of a handshake that goes on, or was broken off. */
  unfinished: TlsFacts | null = null;
  serverName: string | null = null;
  /** What the server name stands for; null until the client sent one. */
  host: HostName | null = null;
  clientName: string | null = null;
  /** The client said EHLO or HELO since the handshake, or at all where there was none. */
  greeted = false;
  /** The alert that the client sent. */
  alert: string | null = null;
  /** Why TLS broke, in OpenSSL's words. */
  failure: string | null = null;
  /** The last 4xx or 5xx reply; those from before the handshake do not count after it. */
  complaint: string | null = null;
  mailFrom: string | null = null;
  /** The client sent RCPT; those from before the handshake do not count after it (RFC 3207 §4.2). */
  recipientNamed = false;
  /** Messages answered with 250. */
  accepted = 0;
  /** Octets of the message that is being received, or was last. */
  messageBytes: number | null = null;
  /** Resolves when no message is on its way: the last one is here in full, or never will be. */
  reading: Promise<unknown> = Promise.resolve();
  /** By token and scenario. */
  readonly recipients = new Map<string, NamedRecipient>();
  end: SessionEnd = 'open';
  /** Seen, but not yet given to the store. */
  held: NewObservation | null = null;

  private certificateAt: number | null = null;
  private endedAt: number | null = null;
  private tail: Promise<unknown> = Promise.resolve();

  constructor(
    readonly id: string,
    readonly clientAddress: string,
    readonly clientPort: number,
  ) {}

  handshakeBegan(): void {
    this.phase = 'handshake';
  }

  /** Called when the certificate is chosen: it leaves in the same flight. A retried ClientHello asks again. */
  serverNameSent(name: string, host: HostName): void {
    this.serverName = name;
    this.host = host;
    this.certificateAt ??= performance.now();
  }

  handshakeEnded(tls: TlsFacts): void {
    this.phase = 'established';
    this.tls = tls;
    this.unfinished = null;
    this.certificateAt = performance.now();
    this.greeted = false;
    this.recipientNamed = false;
    this.complaint = null;
    this.mailFrom = null;
  }

  hello(name: string): void {
    this.clientName = name;
    this.greeted = true;
  }

  recipientAccepted(recipient: Omit<NamedRecipient, 'delivered'>): void {
    const key = `${recipient.token}.${recipient.scenario}`;
    if (!this.recipients.has(key)) this.recipients.set(key, { ...recipient, delivered: false });
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

  /** From our certificate to the end of the session, or to now. */
  sinceCertificateMs(): number | null {
    if (this.certificateAt === null) return null;
    return Math.round((this.endedAt ?? performance.now()) - this.certificateAt);
  }

  /** Runs what is recorded of this session one after the other, so that it reaches the store in its order. */
  inOrder<T>(job: () => Promise<T>): Promise<T> {
    const result = this.tail.then(job);
    this.tail = result.catch(() => undefined);
    return result;
  }
}
