import type { NextFunction, Response } from 'express';

import type { Logger } from '#logging';

import type { IdentifiedRequest } from '../http/request-id.middleware.js';
import type { Metrics } from './metrics.js';

type Middleware = (request: IdentifiedRequest, response: Response, next: NextFunction) => void;

/** Measures every request. By route, never by address: an address may hold a token. */
export function observeRequests(metrics: Metrics, logger: Logger): Middleware {
  return (request, response, next) => {
    const stop = metrics.requestSeconds.startTimer();
    response.once('finish', () => {
      const answer = { method: request.method, route: routeOf(request), status: response.statusCode };
      const ms = Math.round(stop(answer) * 1000);
      logger.debug({ request: request.id, ...answer, ms }, 'request answered');
    });
    next();
  };
}

/**
 * The pattern of the route that answered; the same for all requests that none did. Those that wait for a change are apart: their
 * time says nothing about the server.
 */
function routeOf({ route, query }: IdentifiedRequest): string {
  const { path } = (route ?? {}) as { readonly path?: unknown };
  if (typeof path !== 'string') return 'other';
  return query['wait'] === undefined ? path : `${path}?wait`;
}
