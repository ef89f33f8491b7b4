/** Every problem that the API can answer with (RFC 9457), over HTTP and in socket acknowledgements. */
import type { ProblemBody } from '#contracts';
import { isStoreUnavailable } from '#store';
import { type FactsIn, harmlessValues, phrasesOf } from '#text';
import { PROBLEM_DETAILS, PROBLEM_TITLES, type ProblemCode } from '#words';

/** Those that pass say when to come back, as Retry-After, where nothing of the request says so. */
type ProblemEntry =
  | { readonly status: 429 | 503; readonly retryAfterS: number }
  | {
      readonly status: 400 | 403 | 404 | 405 | 408 | 409 | 413 | 422 | 500;
      readonly retryAfterS?: undefined;
    };

export const PROBLEMS = {
  'malformed-request': { status: 400 },
  'other-origin': { status: 403 },
  'check-not-found': { status: 404 },
  'probe-not-found': { status: 404 },
  'not-found': { status: 404 },
  'method-not-allowed': { status: 405 },
  'body-too-slow': { status: 408 },
  'nothing-to-release': { status: 409 },
  'body-too-large': { status: 413 },
  'unusable-domain': { status: 422 },
  // Longer than any slow body holds its place; the rate limits say when exactly.
  'too-many-requests': { status: 429, retryAfterS: 30 },
  'too-many-watched': { status: 429, retryAfterS: 30 },
  internal: { status: 500 },
  'store-unavailable': { status: 503, retryAfterS: 10 },
  overloaded: { status: 503, retryAfterS: 30 },
  // Reporters try again (RFC 8460 §5.5).
  'report-not-read': { status: 503, retryAfterS: 300 },
  // About as long as a probe takes.
  'too-many-probes': { status: 503, retryAfterS: 10 },
} as const satisfies Record<keyof typeof PROBLEM_TITLES, ProblemEntry>;

export type ProblemKind = keyof typeof PROBLEMS;

/** What any request with a body may be answered. */
export const BODY_PROBLEMS = [
  'malformed-request',
  'body-too-slow',
  'body-too-large',
  'too-many-requests',
  'overloaded',
] as const satisfies readonly ProblemKind[];

/** What any reading of the store may be answered. */
export const READ_PROBLEMS = [
  'malformed-request',
  'too-many-requests',
  'internal',
  'store-unavailable',
] as const satisfies readonly ProblemKind[];

/** The type is a name to compare with, not an address to fetch (RFC 9457 §3.1.1). */
export function problemType(kind: ProblemKind): string {
  return `urn:havedane:problem:${kind}`;
}

const TYPE = /^urn:havedane:problem:/;

/** The header that says when to come back, if that is of use. */
export function retryAfter({ type }: ProblemBody): Readonly<Record<string, string>> {
  const entry: ProblemEntry | undefined = PROBLEMS[type.replace(TYPE, '') as ProblemKind];
  return entry.retryAfterS === undefined ? {} : { 'Retry-After': String(entry.retryAfterS) };
}

const detailOf = phrasesOf(PROBLEM_DETAILS);

export function problem<Code extends ProblemCode>(
  kind: ProblemKind,
  code: Code,
  ...facts: FactsIn<(typeof PROBLEM_DETAILS)[Code]>
): ProblemBody {
  const said = harmlessValues(detailOf(code, ...facts));
  const { status } = PROBLEMS[kind];
  return {
    type: problemType(kind),
    title: PROBLEM_TITLES[kind],
    status,
    detail: said.text,
    code,
    facts: said.facts,
  };
}

/** The one wording for a check that is not there: nobody learns whether it ever was. */
export function checkNotFound(): ProblemBody {
  return problem('check-not-found', 'no-such-check');
}

/** Of a parameter of the query. */
export function notOneOf(name: string, values: readonly string[]): ProblemBody {
  return problem('malformed-request', 'not-one-of', name, values.join(' '));
}

export function probeNotFound(): ProblemBody {
  return problem('probe-not-found', 'no-such-probe');
}

export function tooManyWatched(by: 'connection' | 'client' | 'network'): ProblemBody {
  return problem('too-many-watched', `watched-by-${by}`);
}

export function storeUnavailable(): ProblemBody {
  return problem('store-unavailable', 'database-unusable');
}

export function overloaded(): ProblemBody {
  return problem('overloaded', 'all-watches-taken');
}

/** For what could not be dealt with, where no exception filter answers: events, and pages for the operator. */
export function failed(error: unknown): ProblemBody {
  return isStoreUnavailable(error) ? storeUnavailable() : problem('internal', 'logged');
}

/** @param isShared a refusal was seen, but at a host name that all checks share */
export function nothingToRelease(isShared: boolean): ProblemBody {
  return problem('nothing-to-release', isShared ? 'refused-at-shared-host' : 'nothing-refused');
}
