/** Hands a message over to the operator's mail server, and tells in its words what became of it. */
import type { SendMailOptions } from 'nodemailer';

import type { OperatorConfig } from '#config';
import { errnoText, harmless } from '#text';

import { RelayFileError, relayTransport, resolveRelay } from './relay-transport.js';

export type HandedOver =
  /** `rejected`: the recipients that the relay does not take, while it takes others. */
  | { readonly kind: 'sent'; readonly rejected: readonly string[] }
  /** `isRelayDown`: not the message's fault, so the next would fare no better. */
  | { readonly kind: 'later'; readonly reason: string; readonly isRelayDown: boolean }
  /** The relay refuses this very message. */
  | { readonly kind: 'never'; readonly reason: string };

export type RelayMessage = SendMailOptions;

type RelaySetting = NonNullable<OperatorConfig['forward']>['relay'];

/** What nodemailer's errors tell: the relay's own words, never a password. */
interface MailError {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly message: string;
}

/** Their messages are of sockets and TLS: `connect ECONNREFUSED 192.0.2.1:25`, `self-signed certificate`. */
const OF_CONNECTION: ReadonlySet<string> = new Set(['ECONNECTION', 'EDNS', 'ESOCKET', 'ETIMEDOUT', 'ETLS']);

/** As Node says it of a connection that was not made, and of a name that was not found. */
const UNREACHED = /^(?:connect|getaddrinfo) (E[A-Z_]+)/;

const MAX_RESPONSE = 200;

/**
 * Never rejects for what the relay, the network or the file with its URL is like.
 *
 * @param domain the name of this server in EHLO
 */
export async function handOver(
  message: RelayMessage,
  relay: RelaySetting,
  domain: string,
): Promise<HandedOver> {
  try {
    const transport = relayTransport(await resolveRelay(relay), domain);
    try {
      const { rejected } = await transport.sendMail(message);
      return { kind: 'sent', rejected: rejected.map(addressOf) };
    } finally {
      transport.close();
    }
  } catch (error) {
    return failure(error);
  }
}

function addressOf(recipient: string | { readonly address: string }): string {
  return harmless(typeof recipient === 'string' ? recipient : recipient.address, { as: 'blank' });
}

function failure(error: unknown): HandedOver {
  if (error instanceof RelayFileError) return { kind: 'later', reason: error.message, isRelayDown: true };
  const { code = 'unknown error', responseCode = 0, response, message } = error as MailError;
  const said = response ?? (OF_CONNECTION.has(code) ? message : code);
  const words = harmless(said, { as: 'blank', maxLength: MAX_RESPONSE });
  const unreached = response === undefined ? UNREACHED.exec(message)?.[1] : undefined;
  if (unreached !== undefined) {
    const why = errnoText({ code: unreached });
    return { kind: 'later', reason: `the relay cannot be reached: ${why}`, isRelayDown: true };
  }
  // Said of the message after it was sent; anything before is about us, the relay or the recipient.
  if (code === 'EMESSAGE' && responseCode >= 500) {
    return { kind: 'never', reason: `the relay refuses the message: ${words}` };
  }
  const isRelayDown = code !== 'EMESSAGE';
  return { kind: 'later', reason: `the relay does not take it: ${words}`, isRelayDown };
}
