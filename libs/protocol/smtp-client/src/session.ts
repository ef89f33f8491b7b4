/** One connection to a mail server, as far as its certificate: greeting, EHLO, STARTTLS, TLS, EHLO, QUIT. */
import type { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

import { detail, type Phrase } from '#text';

import type { Dialer, DialResult } from './dialer.js';
import {
  type CompletedHandshake,
  type FailedHandshake,
  handshake,
  type HandshakeOptions,
} from './handshake.js';
import {
  type BrokenReply,
  replyText,
  type SlowestReply,
  SmtpConnection,
  type SmtpReply,
} from './smtp-connection.js';

export interface SessionOptions extends HandshakeOptions {
  readonly address: string;
  readonly port: number;
  readonly tlsOnConnect: boolean;
  readonly heloName: string;
  /** What is happening, for whoever watches. */
  readonly onStep: (step: Phrase) => void;
}

export type SessionOutcome =
  | { readonly kind: 'not-connected'; readonly dial: Exclude<DialResult, { readonly kind: 'connected' }> }
  | NotServed
  | { readonly kind: 'no-starttls'; readonly banner: string; readonly refusal: Phrase | null }
  | { readonly kind: 'tls-failed'; readonly banner: string | null; readonly failure: FailedHandshake }
  | {
      readonly kind: 'secured';
      readonly banner: string | null;
      /** Of what it answered before TLS; null where that is nothing. */
      readonly slowest: SlowestReply | null;
      readonly tls: Omit<CompletedHandshake, 'socket'>;
      /** Octets sent in clear after the reply to STARTTLS, which a client must not read as said within TLS. */
      readonly injectedOctets: number;
    };

/** It does not take mail from us now; `why` completes “the server …”. */
export interface NotServed {
  readonly kind: 'not-served';
  readonly banner: string | null;
  readonly why: Phrase;
  /**
   * `busy`: it asks to come back later (RFC 5321 §4.2.1); `silent`: it has not answered yet, and may still do so; `refused`: anything else.
   */
  readonly cause: 'busy' | 'silent' | 'refused';
}

/** Nobody waits long for a goodbye. */
const QUIT_TIMEOUT_MS = 2000;

/** postscreen and tarpits hold their replies back; senders wait for them longer than for a connection or a handshake. */
const REPLY_TIMEOUTS = 9;
/** RFC 5321 §4.5.3.2.1. */
const LONGEST_REPLY_MS = 300_000;

/** Servers that allow a client one connection at a time count the last one for a moment after its end. */
const PAUSES_MS = [1000, 4000];

/**
 * Opens one connection and ends it, and tries again where the server asks to come back later. Connecting and the handshake must be
 * over within `timeoutMs` each, replies within nine times that or 5 minutes. Never rejects.
 *
 * @param isKnown whether the server has just served this client, so that a refusal is no more than a limit of connections
 */
export async function openSession(
  dialer: Dialer,
  options: SessionOptions,
  isKnown = false,
): Promise<SessionOutcome> {
  const { timeoutMs, signal } = options;
  let outcome = await openOnce(dialer, options);
  for (const pauseMs of PAUSES_MS) {
    if (!isBusy(outcome, isKnown) || !(await hasPaused(Math.min(pauseMs, timeoutMs / 2), signal))) break;
    const again = await openOnce(dialer, options);
    // What it said stands where it could not be asked again.
    if (signal.aborted || isNotLookedAt(again)) break;
    outcome = again;
  }
  return outcome;
}

function isBusy(outcome: SessionOutcome, isKnown: boolean): boolean {
  if (outcome.kind === 'not-served')
    return outcome.cause === 'busy' || (isKnown && outcome.cause === 'refused');
  return isKnown && outcome.kind === 'not-connected' && outcome.dial.kind === 'refused';
}

export function isNotLookedAt(outcome: SessionOutcome): boolean {
  return outcome.kind === 'not-connected' && outcome.dial.kind === 'not-looked-at';
}

/** False when the signal fired before. */
function hasPaused(ms: number, signal: AbortSignal): Promise<boolean> {
  return setTimeout(ms, true, { signal }).catch(() => false);
}

async function openOnce(dialer: Dialer, options: SessionOptions): Promise<SessionOutcome> {
  const { address, port, timeoutMs, signal, onStep } = options;
  onStep(detail('connecting'));
  const dial = await dialer.dial(address, port, timeoutMs, signal);
  if (dial.kind !== 'connected') return { kind: 'not-connected', dial };
  try {
    return options.tlsOnConnect
      ? await secured(dial.socket, options, NOTHING)
      : await upgraded(dial.socket, options);
  } finally {
    dial.socket.destroy();
  }
}

async function upgraded(socket: Socket, options: SessionOptions): Promise<SessionOutcome> {
  const { signal, heloName, onStep } = options;
  const patienceMs = Math.min(REPLY_TIMEOUTS * options.timeoutMs, LONGEST_REPLY_MS);
  const smtp = new SmtpConnection(socket, signal);
  onStep(detail('awaiting-greeting'));
  const greeting = await smtp.reply(patienceMs);
  if (greeting.kind === 'broken') return unanswered(null, greeting, greeting.why, signal);
  const banner = replyText(greeting.reply);
  if (greeting.reply.code !== 220) return goodbye(smtp, turnedAway(banner, greeting.reply, null));

  const ehlo = await smtp.command(`EHLO ${heloName}`, patienceMs);
  if (ehlo.kind === 'broken') return unanswered(banner, ehlo, detail('after-ehlo', ehlo.why), signal);
  // 5xx: a server that knows no extensions has no STARTTLS either; HELO would not change that.
  if (isLater(ehlo.reply)) return goodbye(smtp, turnedAway(banner, ehlo.reply, 'EHLO'));
  const [, ...extensions] = ehlo.reply.lines;
  const isOffered = ehlo.reply.code === 250 && extensions.some((line) => /^STARTTLS\b/i.test(line));
  if (!isOffered) return goodbye(smtp, { kind: 'no-starttls', banner, refusal: null });

  onStep(detail('verbatim', 'STARTTLS'));
  const ready = await smtp.command('STARTTLS', patienceMs);
  if (ready.kind === 'broken')
    return { kind: 'no-starttls', banner, refusal: detail('the-server', ready.why) };
  // It closes the connection, whatever was asked (RFC 5321 §3.8); 454 is about TLS alone (RFC 3207 §4).
  if (ready.reply.code === 421) return goodbye(smtp, turnedAway(banner, ready.reply, 'STARTTLS'));
  if (ready.reply.code !== 220) {
    return goodbye(smtp, {
      kind: 'no-starttls',
      banner,
      refusal: detail('the-server', detail('said', replyText(ready.reply))),
    });
  }
  return secured(socket, options, { banner, slowest: smtp.slowest, injectedOctets: smtp.release().length });
}

function unanswered(
  banner: string | null,
  { isTimeout }: BrokenReply,
  why: Phrase,
  signal: AbortSignal,
): NotServed {
  const cause = isTimeout || signal.aborted ? 'silent' : 'refused';
  return { kind: 'not-served', banner, why, cause };
}

function turnedAway(banner: string, reply: SmtpReply, command: string | null): NotServed {
  const cause = isLater(reply) ? 'busy' : 'refused';
  const said = replyText(reply);
  const why = command === null ? detail('said', said) : detail('said-to', said, command);
  return { kind: 'not-served', banner, why, cause };
}

/** Transient (RFC 5321 §4.2.1). */
function isLater({ code }: SmtpReply): boolean {
  return code >= 400 && code < 500;
}

/** What a server said before TLS. */
type BeforeTls = Pick<Extract<SessionOutcome, { kind: 'secured' }>, 'banner' | 'slowest' | 'injectedOctets'>;
const NOTHING: BeforeTls = { banner: null, slowest: null, injectedOctets: 0 };

async function secured(socket: Socket, options: SessionOptions, before: BeforeTls): Promise<SessionOutcome> {
  options.onStep(detail('tls-handshake'));
  const result = await handshake(socket, options);
  if (result.kind === 'failed') return { kind: 'tls-failed', banner: before.banner, failure: result };
  const { socket: secure, ...tls } = result;
  const smtp = new SmtpConnection(secure, options.signal);
  const banner = before.banner ?? (await greetingWithinTls(smtp, options.timeoutMs));
  // To QUIT without it is how Postfix and Sendmail refuse a certificate: a receiver that watches for that must not see it here.
  await smtp.command(`EHLO ${options.heloName}`, QUIT_TIMEOUT_MS);
  await smtp.quit(QUIT_TIMEOUT_MS);
  return { kind: 'secured', ...before, banner, tls };
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
export function outcomeText(outcome: Exclude<SessionOutcome, { readonly kind: 'secured' }>): Phrase {
  switch (outcome.kind) {
    case 'not-connected':
      return outcome.dial.kind === 'not-looked-at'
        ? detail('not-looked-at', outcome.dial.why)
        : outcome.dial.why;
    case 'not-served':
      return detail('the-server', outcome.why);
    case 'no-starttls':
      return outcome.refusal ?? detail('starttls-not-offered');
    case 'tls-failed':
      return outcome.failure.why;
  }
}
