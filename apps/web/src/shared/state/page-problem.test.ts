import { describe, expect, it } from 'vitest';

import { parseRetryAfter, problemOf } from './page-problem.js';

describe('parseRetryAfter', () => {
  const now = Date.parse('2025-03-12T14:00:00Z');

  it('reads a number of seconds from now', () => {
    expect(parseRetryAfter('42', now)).toBe(now + 42_000);
  });

  it('reads a date', () => {
    expect(parseRetryAfter('Wed, 12 Mar 2025 14:05:00 GMT', now)).toBe(now + 300_000);
  });

  it.each([null, '', 'soon'])('has no time for %j', (header) => {
    expect(parseRetryAfter(header, now)).toBeNull();
  });
});

describe('problemOf', () => {
  it('takes 404 for an unknown check', () => {
    expect(problemOf(404, 'x')).toEqual({ kind: 'unknown' });
  });

  it('keeps the time to retry of 429', () => {
    expect(problemOf(429, 'x', 5)).toEqual({ kind: 'too-many', retryAt: 5 });
  });

  it('shows the words of the server for everything else', () => {
    expect(problemOf(503, 'The store does not answer.')).toEqual({
      kind: 'server',
      detail: 'The store does not answer.',
    });
  });
});
