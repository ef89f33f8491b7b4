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

import { type RateExceeded, ratesOfClient, TieredRates } from '#limits';
import { STORE, type Store } from '#store';

import { CLOCK, type Clock } from '../core/core.tokens.js';
import { ProblemException } from '../problem/problem.exception.js';
import { problem } from '../problem/problems.js';
import { ClientAddresses } from './client-addresses.js';
import { SHARED_BUDGETS } from './rate-limit.decorator.js';

/**
 * Each client has one budget for creating checks, one for probes and one for everything else, whatever the route; and so has
 * each network, which is larger. What this process has counted alone is not asked of the store.
 */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    @Inject(Reflector) reflector: Reflector,
    @Inject(ClientAddresses) private readonly clients: ClientAddresses,
    @Inject(TieredRates) private readonly rates: TieredRates,
    @Inject(STORE) private readonly store: Store,
    @Inject(CLOCK) private readonly now: Clock,
  ) {
    super(options, storage, reflector);
  }

  /** Socket events have limits of their own. */
  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    return Promise.resolve(context.getType() !== 'http');
  }

  /** Instead of the throttler's own counting, which knows one limit and one key. */
  protected override async handleRequest({ context, limit, throttler }: ThrottlerRequest): Promise<boolean> {
    const client = this.clients.of(context.switchToHttp().getRequest<IncomingMessage>());
    const budget = throttler.name ?? '';
    const exceeded =
      this.rates.countClient(budget, client, limit) ?? (await this.countShared(budget, client, limit));
    if (exceeded === null) return true;
    const code = exceeded.level === 0 ? 'rate-of-client' : 'rate-of-network';
    const { secondsLeft } = exceeded;
    throw new ProblemException(problem('too-many-requests', code, exceeded.limit, secondsLeft), {
      'Retry-After': String(secondsLeft),
    });
  }

  private async countShared(budget: string, client: string, limit: number): Promise<RateExceeded | null> {
    if (!SHARED_BUDGETS.includes(budget)) return null;
    return this.store.rates.count(ratesOfClient(budget, client, limit), this.now());
  }
}
