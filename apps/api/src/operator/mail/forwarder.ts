import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';

import type { Config } from '#config';
import type { OperatorMessage } from '#store';

import { CONFIG } from '../../core/core.tokens.js';
import { forwardedMessage } from './forwarded-message.js';
import { forwardingLoop } from './forwarding-loop.js';
import { RelayFileError, relayTransport, resolveRelay } from './relay.js';

export type Forwarding =
  | { readonly kind: 'sent' }
  /** `isRelayDown`: not the message's fault, so the next would fare no better. */
  | { readonly kind: 'later'; readonly reason: string; readonly isRelayDown: boolean }
  | { readonly kind: 'never'; readonly reason: string };

/** What nodemailer's errors tell: the relay's own words, never a password. */
interface MailError {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

const MAX_RESPONSE = 200;

/** Hands mail to the operator over to OPERATOR_RELAY. */
@Injectable()
export class Forwarder implements OnApplicationBootstrap {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Better a program that does not start than mail that waits for a typing error to be found. */
  async onApplicationBootstrap(): Promise<void> {
    const { forward } = this.config.operator;
    if (forward !== null) await resolveRelay(forward.relay);
  }

  get isConfigured(): boolean {
    return this.config.operator.forward !== null;
  }

  async forward(message: OperatorMessage): Promise<Forwarding> {
    const { domain, operator } = this.config;
    if (operator.forward === null) return { kind: 'never', reason: 'there is nowhere to forward it to' };
    const loop = forwardingLoop(message.content, domain);
    if (loop !== null) return { kind: 'never', reason: loop };
    const { to, from, relay } = operator.forward;
    const wrapped = await forwardedMessage(message, { domain, to, from });
    try {
      const transport = relayTransport(await resolveRelay(relay), domain);
      try {
        await transport.sendMail(wrapped);
      } finally {
        transport.close();
      }
      return { kind: 'sent' };
    } catch (error) {
      return failure(error);
    }
  }
}

function failure(error: unknown): Forwarding {
  if (error instanceof RelayFileError) return { kind: 'later', reason: error.message, isRelayDown: true };
  const { code = 'unknown error', responseCode = 0, response } = error as MailError;
  const words = response === undefined ? code : printable(response);
  // Said of the message after it was sent; anything before is about us, the relay or OPERATOR_EMAIL.
  if (code === 'EMESSAGE' && responseCode >= 500) {
    return { kind: 'never', reason: `the relay refuses the message: ${words}` };
  }
  const isRelayDown = code !== 'EMESSAGE';
  return { kind: 'later', reason: `the relay does not take it: ${words}`, isRelayDown };
}

function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, MAX_RESPONSE);
}
