import type { IncomingMessage } from 'node:http';

import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerLimitDetail,
  type ThrottlerModuleOptions,
  type ThrottlerStorage,
} from '@nestjs/throttler';

import { ProblemException } from '../problem/problem.exception.js';
import { problem } from '../problem/problems.js';
import { ClientAddresses } from './client-addresses.js';

/** Each client has one budget for creating checks, one for probes and one for everything else, whatever the route. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    @Inject(Reflector) reflector: Reflector,
    @Inject(ClientAddresses) private readonly clients: ClientAddresses,
  ) {
    super(options, storage, reflector);
  }

  /** Socket events have limits of their own. */
  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    return Promise.resolve(context.getType() !== 'http');
  }

  protected override getTracker(request: IncomingMessage): Promise<string> {
    return Promise.resolve(this.clients.keyOf(request));
  }

  protected override generateKey(_context: ExecutionContext, client: string, budget: string): string {
    return `${budget} ${client}`;
  }

  protected override throwThrottlingException(
    _context: ExecutionContext,
    { limit, timeToBlockExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    const detail = `At most ${limit} a minute are answered; try again in ${timeToBlockExpire} s.`;
    throw new ProblemException(problem('too-many-requests', detail), {
      'Retry-After': String(timeToBlockExpire),
    });
  }
}
