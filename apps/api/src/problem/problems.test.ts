import { describe, expect, it } from 'vitest';

import { PROBLEMS, type ProblemKind, problem, retryAfter } from './problems.js';
import { ProblemException } from './problem.exception.js';

const kinds = Object.keys(PROBLEMS) as ProblemKind[];

describe('a problem', () => {
  it.each(kinds.filter((kind) => [429, 503].includes(PROBLEMS[kind].status)))(
    'of a state that passes, %s, has Retry-After, however it is answered',
    (kind) => {
      const header = { 'Retry-After': expect.stringMatching(/^\d+$/) as string };
      expect(retryAfter(problem(kind, 'logged'))).toEqual(header);
      expect(new ProblemException(problem(kind, 'logged')).headers).toEqual(header);
    },
  );

  it('of the request says nothing of that', () => {
    expect(retryAfter(problem('malformed-request', 'logged'))).toEqual({});
  });

  it('that the request knows more of says it', () => {
    const { headers } = new ProblemException(problem('too-many-requests', 'logged'), { 'Retry-After': '7' });
    expect(headers).toEqual({ 'Retry-After': '7' });
  });
});
