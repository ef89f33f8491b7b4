import type { NextFunction, Request, Response } from 'express';

import { ProblemException } from '../problem/problem.exception.js';
import { problem } from '../problem/problems.js';

export const MAX_BODY_BYTES = 16_384;

/**
 * Reads the body, whatever type it claims to have: JSON, and no more of it than the limit. Unlike Express's parser
 * it answers as soon as the limit is passed and not when a client stops sending; Node drops what still comes, until
 * its time limit for requests ends the connection.
 */
export function readJsonBody(request: Request, _response: Response, next: NextFunction): void {
  // Another middleware has read it already.
  if (!hasBody(request) || Buffer.isBuffer(request.body)) return next();
  const chunks: Buffer[] = [];
  let size = 0;
  const finish = (error?: ProblemException): void => {
    request.off('data', onData).off('end', onEnd);
    next(error);
  };
  const onData = (chunk: Buffer): void => {
    size += chunk.length;
    chunks.push(chunk);
    if (size > MAX_BODY_BYTES) finish(tooLarge());
  };
  const onEnd = (): void => {
    try {
      request.body = parse(Buffer.concat(chunks).toString());
    } catch {
      return finish(notJson());
    }
    finish();
  };
  request.on('data', onData).on('end', onEnd);
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
