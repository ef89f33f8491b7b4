import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';

import type { Config, Relay } from '#config';
import type { Logger } from '#logging';
import { type HandedOver, handOver, RelayFileError, resolveRelay } from '#relay';
import type { OperatorMessage } from '#store';

import { CONFIG, LOGGER, PARSER } from '../../core/core.tokens.js';
import type { Parser } from '../parsing/parser.js';
import { forwardedMessage } from './forwarded-message.js';
import { forwardingLoop } from './forwarding-loop.js';

/** Hands mail to the operator over to OPERATOR_RELAY. */
@Injectable()
export class Forwarder implements OnApplicationBootstrap {
  /** As it was when it could last be read. */
  private relay: Relay | null = null;
  /** What is wrong with its file, as it was logged last; null when nothing is. */
  private reported: string | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(PARSER) private readonly parser: Parser,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Better a program that does not start than mail that waits for a typing error to be found. */
  async onApplicationBootstrap(): Promise<void> {
    const { forward } = this.config.operator;
    if (forward !== null) this.relay = await resolveRelay(forward.relay);
  }

  get isConfigured(): boolean {
    return this.config.operator.forward !== null;
  }

  async forward(message: OperatorMessage): Promise<HandedOver> {
    const { domain, operator } = this.config;
    if (operator.forward === null) return { kind: 'never', reason: 'there is nowhere to forward it to' };
    const loop = forwardingLoop(message.content, domain);
    if (loop !== null) return { kind: 'never', reason: loop };
    const { to, from } = operator.forward;
    const relay = await this.currentRelay(operator.forward.relay);
    const header = await this.parser.mailHeader(message.content);
    return handOver(forwardedMessage(message, header, { domain, to, from }), relay, domain);
  }

  /** The file may be replaced while this runs; one that cannot be used is reported once, and the relay of before stays. */
  private async currentRelay(setting: Relay | string): Promise<Relay | string> {
    try {
      this.relay = await resolveRelay(setting);
      this.reported = null;
      return this.relay;
    } catch (error) {
      if (!(error instanceof RelayFileError) || this.relay === null) return setting;
      if (error.message !== this.reported) {
        this.logger.error({ reason: error.message }, 'the relay of before stays in use');
      }
      this.reported = error.message;
      return this.relay;
    }
  }
}
