/** What an exception means to the client. Nothing of an unexpected one gets out: its text may hold internals. */
import { HttpException } from '@nestjs/common';

import type { ProblemBody } from '#contracts';
import { isStoreUnavailable } from '#store';

import { ProblemException } from './problem.exception.js';
import { problem, storeUnavailable } from './problems.js';

export interface ProblemAnswer {
  readonly problem: ProblemBody;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the API served here itself before the operator had a port of his own. */
const MOVED = /^\/(metrics|admin)(\/|$)/;

/** @param allowedMethods gives the methods that the path of the request knows; none when it does not exist */
export function answerTo(
  exception: unknown,
  path: string,
  allowedMethods: () => readonly string[],
): ProblemAnswer {
  if (exception instanceof ProblemException) return exception;
  if (isStoreUnavailable(exception)) return new ProblemException(storeUnavailable());
  const status = exception instanceof HttpException ? exception.getStatus() : 500;
  return status === 404 ? noRoute(path, allowedMethods()) : { problem: problemOfStatus(status), headers: {} };
}

function noRoute(path: string, allowedMethods: readonly string[]): ProblemAnswer {
  const allow = allowedMethods.join(', ');
  if (allow === '') return { problem: problem('not-found', notFound(path)), headers: {} };
  return {
    problem: problem('method-not-allowed', `This address knows only ${allow}.`),
    headers: { Allow: allow },
  };
}

function notFound(path: string): string {
  return MOVED.test(path)
    ? 'This is for the operator, at ADMIN_HOST and ADMIN_PORT (8081) of this server.'
    : 'This address does not exist.';
}

function problemOfStatus(status: number): ProblemBody {
  if (status >= 400 && status < 500) {
    return problem('malformed-request', 'The address or a header of the request is malformed.');
  }
  return problem('internal', 'The error was logged. Please try again later.');
}
