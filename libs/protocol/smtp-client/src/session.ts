/** One connection to a mail server, as far as its certificate: greeting, EHLO, STARTTLS, TLS, EHLO, QUIT. */
import type { Socket } from 'node:net';

import type { Dialer, DialResult } from './dialer.js';
import {
  type CompletedHandshake,
  type FailedHandshake,
  handshake,
  type HandshakeOptions,
  type Offer,
} from './handshake.js';
import { replyText, SmtpConnection } from './smtp-connection.js';

export interface SessionOptions extends HandshakeOptions {
  readonly address: string;
  readonly port: number;
  readonly tlsOnConnect: boolean;
  readonly heloName: string;
  /** For the greeting, which postscreen and tarpits hold back; `timeoutMs` unless given (RFC 5321 §4.5.3.2.1: 5 minutes). */
  readonly greetingTimeoutMs?: number;
  /** What is happening, for whoever watches. */
  readonly onStep: (text: string) => void;
}

export type SessionOutcome =
  | { readonly kind: 'not-connected'; readonly dial: Exclude<DialResult, { readonly kind: 'connected' }> }
  /** It answered and does not take mail from us now; `detail` completes “the server …”. */
  | { readonly kind: 'not-served'; readonly banner: string | null; readonly detail: string }
  | { readonly kind: 'no-starttls'; readonly banner: string; readonly refusal: string | null }
  | { readonly kind: 'tls-failed'; readonly banner: string | null; readonly failure: FailedHandshake }
  | {
      readonly kind: 'secured';
      readonly banner: string | null;
      /** How long the greeting took; null where it came within TLS. */
      readonly greetingMs: number | null;
      readonly tls: Omit<CompletedHandshake, 'socket'>;
      /** Octets sent in clear after the reply to STARTTLS, which a client must not read as said within TLS. */
      readonly injectedOctets: number;
    };

/** Nobody waits long for a goodbye. */
const QUIT_TIMEOUT_MS = 2000;

/** Opens one connection and ends it. Each phase must be over within `timeoutMs`. Never rejects. */
export async function openSession(dialer: Dialer, options: SessionOptions): Promise<SessionOutcome> {
  const { address, port, timeoutMs, signal, onStep } = options;
  onStep('connecting');
  const dial = await dialer.dial(address, port, timeoutMs, signal);
  if (dial.kind !== 'connected') return { kind: 'not-connected', dial };
  try {
    return options.tlsOnConnect
      ? await secured(dial.socket, options, null, null, 0)
      : await upgraded(dial.socket, options);
  } finally {
    dial.socket.destroy();
  }
}

async function upgraded(socket: Socket, options: SessionOptions): Promise<SessionOutcome> {
  const { timeoutMs, signal, heloName, onStep } = options;
  const smtp = new SmtpConnection(socket, signal);
  onStep('connected, waiting for the greeting');
  const began = performance.now();
  const greeting = await smtp.reply(options.greetingTimeoutMs ?? timeoutMs);
  const greetingMs = performance.now() - began;
  if (greeting.kind === 'broken') return { kind: 'not-served', banner: null, detail: greeting.detail };
  const banner = replyText(greeting.reply);
  if (greeting.reply.code !== 220)
    return goodbye(smtp, { kind: 'not-served', banner, detail: `said “${banner}”` });

  const ehlo = await smtp.command(`EHLO ${heloName}`, timeoutMs);
  if (ehlo.kind === 'broken') return { kind: 'not-served', banner, detail: `${ehlo.detail} after EHLO` };
  // 5xx: a server that knows no extensions has no STARTTLS either; HELO would not change that.
  if (ehlo.reply.code >= 400 && ehlo.reply.code < 500) {
    return goodbye(smtp, { kind: 'not-served', banner, detail: `said “${replyText(ehlo.reply)}” to EHLO` });
  }
  const [, ...extensions] = ehlo.reply.lines;
  const isOffered = ehlo.reply.code === 250 && extensions.some((line) => /^STARTTLS\b/i.test(line));
  if (!isOffered) return goodbye(smtp, { kind: 'no-starttls', banner, refusal: null });

  onStep('STARTTLS');
  const ready = await smtp.command('STARTTLS', timeoutMs);
  if (ready.kind === 'broken') return { kind: 'no-starttls', banner, refusal: `the server ${ready.detail}` };
  if (ready.reply.code !== 220) {
    return goodbye(smtp, {
      kind: 'no-starttls',
      banner,
      refusal: `the server said “${replyText(ready.reply)}”`,
    });
  }
  return secured(socket, options, banner, greetingMs, smtp.release().length);
}

async function secured(
  socket: Socket,
  options: SessionOptions,
  banner: string | null,
  greetingMs: number | null,
  injectedOctets: number,
): Promise<SessionOutcome> {
  options.onStep('TLS handshake');
  const result = await handshake(socket, options);
  if (result.kind === 'failed') return { kind: 'tls-failed', banner, failure: result };
  const { socket: secure, ...tls } = result;
  const smtp = new SmtpConnection(secure, options.signal);
  const greeting = banner ?? (await greetingWithinTls(smtp, options.timeoutMs));
  // To QUIT without it is how Postfix and Sendmail refuse a certificate: a receiver that watches for that must not see it here.
  await smtp.command(`EHLO ${options.heloName}`, QUIT_TIMEOUT_MS);
  await smtp.quit(QUIT_TIMEOUT_MS);
  return { kind: 'secured', banner: greeting, greetingMs, tls, injectedOctets };
}

async function greetingWithinTls(smtp: SmtpConnection, timeoutMs: number): Promise<string | null> {
  const greeting = await smtp.reply(timeoutMs);
  return greeting.kind === 'reply' ? replyText(greeting.reply) : null;
}

async function goodbye(smtp: SmtpConnection, outcome: SessionOutcome): Promise<SessionOutcome> {
  await smtp.quit(QUIT_TIMEOUT_MS);
  return outcome;
}

/** How a connection ended that did not come as far as a certificate; completes “it could not be seen: …”. */
export function outcomeText(outcome: Exclude<SessionOutcome, { readonly kind: 'secured' }>): string {
  switch (outcome.kind) {
    case 'not-connected':
      return outcome.dial.kind === 'not-looked-at'
        ? `not looked at: ${outcome.dial.detail}`
        : outcome.dial.detail;
    case 'not-served':
      return `the server ${outcome.detail}`;
    case 'no-starttls':
      return outcome.refusal ?? 'STARTTLS was not offered';
    case 'tls-failed':
      return outcome.failure.detail;
  }
}

// What one address presents to clients of each kind, without any judgement: for whoever changes certificates.

export interface PresentedCertificate {
  readonly offer: Offer;
  readonly result:
    /** In DER, as presented, the server's own first. */
    | { readonly kind: 'presented'; readonly chain: readonly Uint8Array[] }
    /** It has none of this kind, and said so twice. */
    | { readonly kind: 'no-such-certificate' }
    /** Nobody knows: not reachable, no STARTTLS, time-out. */
    | { readonly kind: 'failed'; readonly detail: string };
}

export type PresentingAddress = Pick<
  SessionOptions,
  'address' | 'port' | 'serverName' | 'tlsOnConnect' | 'heloName' | 'timeoutMs' | 'signal'
>;

/**
 * Connects as any client, and when that succeeds as one that knows RSA only and as one that knows ECDSA only, one after
 * the other. Never rejects.
 */
export async function presentedCertificates(
  dialer: Dialer,
  where: PresentingAddress,
): Promise<readonly [PresentedCertificate, ...PresentedCertificate[]]> {
  const first = resultOf('any', await connect(dialer, where, 'any'));
  if (first.result.kind !== 'presented') return [first];
  return [first, await presentedTo('rsa', dialer, where), await presentedTo('ecdsa', dialer, where)];
}

/** A server that restarts hangs up as well: one refusal may have another reason than the kind of the client. */
async function presentedTo(
  offer: 'rsa' | 'ecdsa',
  dialer: Dialer,
  where: PresentingAddress,
): Promise<PresentedCertificate> {
  const once = resultOf(offer, await connect(dialer, where, offer));
  return once.result.kind === 'no-such-certificate'
    ? resultOf(offer, await connect(dialer, where, offer))
    : once;
}

function connect(dialer: Dialer, where: PresentingAddress, offer: Offer): Promise<SessionOutcome> {
  return openSession(dialer, { ...where, offer, authorities: null, onStep: () => undefined });
}

function resultOf(offer: Offer, outcome: SessionOutcome): PresentedCertificate {
  if (outcome.kind === 'secured') {
    const { chain } = outcome.tls;
    return { offer, result: { kind: 'presented', chain } };
  }
  const isRefused = outcome.kind === 'tls-failed' && outcome.failure.cause === 'refused';
  if (isRefused && offer !== 'any') return { offer, result: { kind: 'no-such-certificate' } };
  return { offer, result: { kind: 'failed', detail: outcomeText(outcome) } };
}
