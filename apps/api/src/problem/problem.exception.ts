import type { ProblemBody } from '#contracts';

/** Ends a request with a problem; the filter turns it into the response. */
export class ProblemException extends Error {
  override readonly name = 'ProblemException';

  constructor(
    readonly problem: ProblemBody,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(problem.detail);
  }
}
