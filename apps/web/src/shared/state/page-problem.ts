import type { ProblemBody } from '#contracts';

/** Why there is no check or probe to show. */
export type PageProblem =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unknown-page' }
  /** `retryAt` in milliseconds since the epoch, when the server said so. */
  | { readonly kind: 'too-many'; readonly retryAt: number | null }
  | { readonly kind: 'unreachable' }
  /** Of live connections; the page tries again by itself. */
  | { readonly kind: 'full' }
  | { readonly kind: 'server'; readonly detail: string };

export function problemOf(status: number, detail: string, retryAt: number | null = null): PageProblem {
  switch (status) {
    case 404:
      return { kind: 'unknown' };
    case 429:
      return { kind: 'too-many', retryAt };
    default:
      return { kind: 'server', detail };
  }
}

export function problemOfAnswer(answer: ProblemBody): PageProblem {
  return problemOf(answer.status, answer.detail);
}

/** Reads Retry-After, which is a number of seconds or a date (RFC 9110 §10.2.3). */
export function parseRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return now + Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : date;
}
