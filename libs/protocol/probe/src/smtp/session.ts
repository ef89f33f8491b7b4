/** One connection to a mail server, as far as its certificate: greeting, EHLO, STARTTLS, TLS, QUIT. */
import type { Socket } from 'node:net';

import type { Dialer, DialResult } from '../dialer.js';
import {
  handshake,
  type CompletedHandshake,
  type FailedHandshake,
  type HandshakeOptions,
} from '../tls/handshake.js';
import { SmtpConnection } from './smtp-connection.js';
import { replyText } from './smtp-reply.js';

export interface SessionOptions extends HandshakeOptions {
  readonly address: string;
  readonly port: number;
  readonly tlsOnConnect: boolean;
  readonly heloName: string;
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
      ? await secured(dial.socket, options, null, 0)
      : await upgraded(dial.socket, options);
  } finally {
    dial.socket.destroy();
  }
}

async function upgraded(socket: Socket, options: SessionOptions): Promise<SessionOutcome> {
  const { timeoutMs, signal, heloName, onStep } = options;
  const smtp = new SmtpConnection(socket, signal);
  onStep('connected, waiting for the greeting');
  const greeting = await smtp.reply(timeoutMs);
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
  return secured(socket, options, banner, smtp.release().length);
}

async function secured(
  socket: Socket,
  options: SessionOptions,
  banner: string | null,
  injectedOctets: number,
): Promise<SessionOutcome> {
  options.onStep('TLS handshake');
  const result = await handshake(socket, options);
  if (result.kind === 'failed') return { kind: 'tls-failed', banner, failure: result };
  const { socket: secure, ...tls } = result;
  const smtp = new SmtpConnection(secure, options.signal);
  const greeting = banner ?? (await greetingWithinTls(smtp, options.timeoutMs));
  await smtp.quit(QUIT_TIMEOUT_MS);
  return { kind: 'secured', banner: greeting, tls, injectedOctets };
}

async function greetingWithinTls(smtp: SmtpConnection, timeoutMs: number): Promise<string | null> {
  const greeting = await smtp.reply(timeoutMs);
  return greeting.kind === 'reply' ? replyText(greeting.reply) : null;
}

async function goodbye(smtp: SmtpConnection, outcome: SessionOutcome): Promise<SessionOutcome> {
  await smtp.quit(QUIT_TIMEOUT_MS);
  return outcome;
}
