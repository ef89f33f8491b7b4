import type { NextFunction, Request, Response } from 'express';

import { readBody } from '../../http/read-body.js';
import { ProblemException } from '../../problem/problem.exception.js';
import { problem } from '../../problem/problems.js';

/** As it comes, mostly compressed. */
export const MAX_POSTED_BYTES = 1_048_576;
/** Reports that are read at the same time: what they may hold of the memory together. */
const MAX_CONCURRENT = 20;

type Middleware = (request: Request, response: Response, next: NextFunction) => void;

/** Reads the body of a posted report as octets, whatever it claims to be; bounded as the JSON of other requests is. */
export function readReportBody(): Middleware {
  let reading = 0;
  return (request, response, next) => {
    if (request.method !== 'POST') return next();
    if (reading >= MAX_CONCURRENT) return next(busy());
    reading += 1;
    response.once('close', () => (reading -= 1));
    readBody(request, MAX_POSTED_BYTES, (body) => {
      if (body === 'too-large') return next(tooLarge());
      request.body = body;
      next();
    });
  };
}

function tooLarge(): ProblemException {
  return new ProblemException(
    problem(
      'body-too-large',
      `A report may have at most ${MAX_POSTED_BYTES} octets; compress it (RFC 8460 §5.2).`,
    ),
  );
}

/** Reporters try again (RFC 8460 §5.5). */
function busy(): ProblemException {
  const detail = 'Too many reports arrive at once; try again later.';
  return new ProblemException(problem('too-many-requests', detail), { 'Retry-After': '60' });
}
