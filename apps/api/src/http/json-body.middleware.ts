import type { NextFunction, Request, Response } from 'express';

import { ProblemException } from '../problem/problem.exception.js';
import { problem } from '../problem/problems.js';
import { readBody } from './read-body.js';

export const MAX_BODY_BYTES = 16_384;

/** Reads the body as JSON, whatever type it claims to have, and no more of it than the limit. */
export function readJsonBody(request: Request, _response: Response, next: NextFunction): void {
  // Another middleware has read it already.
  if (!hasBody(request) || Buffer.isBuffer(request.body)) return next();
  readBody(request, MAX_BODY_BYTES, (body) => {
    if (body === 'too-large') return next(tooLarge());
    try {
      request.body = parse(body.toString());
    } catch {
      return next(notJson());
    }
    next();
  });
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined;
}

function parse(text: string): unknown {
  return text === '' ? undefined : JSON.parse(text);
}

function tooLarge(): ProblemException {
  return new ProblemException(
    problem('body-too-large', `A request body may have at most ${MAX_BODY_BYTES} octets.`),
  );
}

function notJson(): ProblemException {
  return new ProblemException(problem('malformed-request', 'The request body is not JSON.'));
}
