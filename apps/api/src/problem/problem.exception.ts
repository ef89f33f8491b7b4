import type { ProblemBody } from '#contracts';

import { retryAfter } from './problems.js';

/** Ends a request with a problem; the filter turns it into the response. */
export class ProblemException extends Error {
  override readonly name = 'ProblemException';

  readonly headers: Readonly<Record<string, string>>;

  /** @param headers beside Retry-After, where the problem has one, or instead of it */
  constructor(
    readonly problem: ProblemBody,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(problem.detail);
    this.headers = { ...retryAfter(problem), ...headers };
  }
}
