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
  if (allow === '') return { problem: notFound(path), headers: {} };
  return {
    problem: problem('method-not-allowed', 'methods', allow),
    headers: { Allow: allow },
  };
}

function notFound(path: string): ProblemBody {
  return problem('not-found', MOVED.test(path) ? 'for-the-operator' : 'no-such-address');
}

function problemOfStatus(status: number): ProblemBody {
  if (status >= 400 && status < 500) {
    return problem('malformed-request', 'malformed-address');
  }
  return problem('internal', 'logged');
}
