import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';

import type { Config } from '#config';
import { type HandedOver, handOver, resolveRelay } from '#relay';
import type { OperatorMessage } from '#store';

import { CONFIG, PARSER } from '../../core/core.tokens.js';
import type { Parser } from '../parsing/parser.js';
import { forwardedMessage } from './forwarded-message.js';
import { forwardingLoop } from './forwarding-loop.js';

/** Hands mail to the operator over to OPERATOR_RELAY. */
@Injectable()
export class Forwarder implements OnApplicationBootstrap {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(PARSER) private readonly parser: Parser,
  ) {}

  /** Better a program that does not start than mail that waits for a typing error to be found. */
  async onApplicationBootstrap(): Promise<void> {
    const { forward } = this.config.operator;
    if (forward !== null) await resolveRelay(forward.relay);
  }

  get isConfigured(): boolean {
    return this.config.operator.forward !== null;
  }

  async forward(message: OperatorMessage): Promise<HandedOver> {
    const { domain, operator } = this.config;
    if (operator.forward === null) return { kind: 'never', reason: 'there is nowhere to forward it to' };
    const loop = forwardingLoop(message.content, domain);
    if (loop !== null) return { kind: 'never', reason: loop };
    const { to, from, relay } = operator.forward;
    const header = await this.parser.mailHeader(message.content);
    return handOver(forwardedMessage(message, header, { domain, to, from }), relay, domain);
  }
}
