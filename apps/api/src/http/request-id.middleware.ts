import { randomUUID } from 'node:crypto';

import type { NextFunction, Request, Response } from 'express';

export interface IdentifiedRequest extends Request {
  id?: string;
}

/** Names each request, so that what a visitor reports can be found in the log. */
export function identifyRequest(request: IdentifiedRequest, response: Response, next: NextFunction): void {
  request.id = randomUUID();
  response.setHeader('X-Request-Id', request.id);
  next();
}
