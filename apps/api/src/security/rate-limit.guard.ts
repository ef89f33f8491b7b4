import type { IncomingMessage } from 'node:http';

import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerModuleOptions,
  type ThrottlerRequest,
  type ThrottlerStorage,
} from '@nestjs/throttler';

import { ProblemException } from '../problem/problem.exception.js';
import { problem } from '../problem/problems.js';
import { ClientAddresses } from './client-addresses.js';
import { TieredRates } from './tiered-rates.js';

/**
 * Each client has one budget for creating checks, one for probes and one for everything else, whatever the route; and so has
 * each network, which is larger.
 */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    @Inject(Reflector) reflector: Reflector,
    @Inject(ClientAddresses) private readonly clients: ClientAddresses,
    @Inject(TieredRates) private readonly rates: TieredRates,
  ) {
    super(options, storage, reflector);
  }

  /** Socket events have limits of their own. */
  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    return Promise.resolve(context.getType() !== 'http');
  }

  /** Instead of the throttler's own counting, which knows one limit and one key. */
  protected override handleRequest({ context, limit, throttler }: ThrottlerRequest): Promise<boolean> {
    const client = this.clients.of(context.switchToHttp().getRequest<IncomingMessage>());
    const exceeded = this.rates.countClient(throttler.name ?? '', client, limit);
    if (exceeded === null) return Promise.resolve(true);
    const code = exceeded.level === 0 ? 'rate-of-client' : 'rate-of-network';
    const { secondsLeft } = exceeded;
    throw new ProblemException(problem('too-many-requests', code, exceeded.limit, secondsLeft), {
      'Retry-After': String(secondsLeft),
    });
  }
}
