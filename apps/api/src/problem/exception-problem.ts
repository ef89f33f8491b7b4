/** What an exception means to the client. Nothing of an unexpected one gets out: its text may hold internals. */
import { HttpException } from '@nestjs/common';

import type { ProblemBody } from '#contracts';

import { ProblemException } from './problem.exception.js';
import { problem } from './problems.js';

export interface ProblemAnswer {
  readonly problem: ProblemBody;
  readonly headers: Readonly<Record<string, string>>;
}

/** @param allowedMethods the methods that the path of the request knows; empty when it knows none */
export function answerTo(exception: unknown, allowedMethods: readonly string[]): ProblemAnswer {
  if (exception instanceof ProblemException) return exception;
  const status = exception instanceof HttpException ? exception.getStatus() : 500;
  if (status === 404 && allowedMethods.length > 0) {
    const allow = allowedMethods.join(', ');
    return {
      problem: problem('method-not-allowed', `This address knows only ${allow}.`),
      headers: { Allow: allow },
    };
  }
  return { problem: problemOfStatus(status), headers: {} };
}

function problemOfStatus(status: number): ProblemBody {
  if (status === 404) return problem('not-found', 'This address does not exist.');
  if (status === 413) return problem('body-too-large', 'A request body may have at most 16 KiB.');
  if (status >= 400 && status < 500) {
    return problem('malformed-request', 'The address or the body of the request is malformed.');
  }
  return problem('internal', 'The error was logged. Please try again later.');
}
