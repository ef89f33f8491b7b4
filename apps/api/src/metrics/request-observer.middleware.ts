import { Inject, Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Response } from 'express';

import type { Logger } from '#logging';

import { LOGGER } from '../core/core.tokens.js';
import type { IdentifiedRequest } from '../http/request-id.middleware.js';
import { Metrics } from './metrics.js';

/** Measures every request. By route, never by address: an address may hold a token. */
@Injectable()
export class RequestObserver implements NestMiddleware {
  constructor(
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  use(request: IdentifiedRequest, response: Response, next: NextFunction): void {
    const stop = this.metrics.requestSeconds.startTimer();
    response.once('finish', () => {
      const route = routeOf(request);
      const { method } = request;
      const seconds = stop({ method, route, status: response.statusCode });
      this.logger.debug(
        { request: request.id, method, route, status: response.statusCode, ms: Math.round(seconds * 1000) },
        'request answered',
      );
    });
    next();
  }
}

/** The pattern of the route that answered; the same for all requests that none did. */
function routeOf(request: IdentifiedRequest): string {
  const route = request.route as { readonly path?: unknown } | undefined;
  return typeof route?.path === 'string' ? route.path : 'other';
}
