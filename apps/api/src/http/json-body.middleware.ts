import type { NextFunction, Request, Response } from 'express';

import { beyondJsonBounds, type JsonBounds } from '#text';

import { ProblemException } from '../problem/problem.exception.js';
import { problem } from '../problem/problems.js';
import type { ClientAddresses } from '../security/client-addresses.js';
import { BodyAdmission } from './body-admission.js';

const MAX_BODY_BYTES = 16_384;

/** The largest body that is asked for has one field, the name of a domain. */
const BOUNDS: JsonBounds = { maxDepth: 4, maxValues: 100, maxStringBytes: 4_096 };

/** In all some 16 MB. */
export const SIMULTANEOUS_BODIES = { perClient: 20, total: 1_000 };

type Middleware = (request: Request, response: Response, next: NextFunction) => void;

/** Reads the body as JSON, whatever type it claims to have, and no more of it than the limit. */
export function readJsonBody(clients: ClientAddresses): Middleware {
  const admission = new BodyAdmission(clients, {
    maxBytes: MAX_BODY_BYTES,
    simultaneous: SIMULTANEOUS_BODIES,
  });
  return (request, response, next) => {
    // Another middleware has read it already.
    if (!hasBody(request) || Buffer.isBuffer(request.body)) return next();
    admission.read(request, response, next, (body, release) => {
      release();
      try {
        request.body = parseJsonBody(body);
      } catch (error) {
        return next(error);
      }
      next();
    });
  };
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined;
}

/** @throws ProblemException */
export function parseJsonBody(body: Buffer): unknown {
  const excess = beyondJsonBounds(body, BOUNDS);
  if (excess !== null) throw new ProblemException(problem('malformed-request', 'body-beyond-bounds', excess));
  try {
    return body.length === 0 ? undefined : JSON.parse(body.toString());
  } catch {
    throw new ProblemException(problem('malformed-request', 'not-json'));
  }
}
