import type { NextFunction, Request, Response } from 'express';

import { BodyAdmission } from '../../http/body-admission.js';
import type { ClientAddresses } from '../../security/client-addresses.js';

/** As it comes, mostly compressed. */
const MAX_POSTED_BYTES = 1_048_576;

/**
 * Reports that are read, or wait to be parsed. A reporter sends one for each policy, mostly one after the other; together
 * they have some 40 MB.
 */
export const SIMULTANEOUS_REPORTS = { perClient: 4, perNetwork: [8, 16], total: 40 };

type Middleware = (request: Request, response: Response, next: NextFunction) => void;

/** Reads the body of a posted report as octets, whatever it claims to be; its place is taken until the answer. */
export function readReportBody(clients: ClientAddresses): Middleware {
  const admission = new BodyAdmission(clients, {
    maxBytes: MAX_POSTED_BYTES,
    simultaneous: SIMULTANEOUS_REPORTS,
  });
  return (request, response, next) => {
    if (request.method !== 'POST') return next();
    admission.read(request, response, next, (body) => {
      request.body = body;
      next();
    });
  };
}
