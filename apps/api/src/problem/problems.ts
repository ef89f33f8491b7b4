/** Every problem that the API can answer with (RFC 9457), over HTTP and in socket acknowledgements. */
import type { ProblemBody } from '#contracts';
import { isStoreUnavailable } from '#store';
import { harmless } from '#text';

/** Those that pass say when to come back, as Retry-After, where nothing of the request says so. */
type ProblemEntry = { readonly title: string } & (
  | { readonly status: 429 | 503; readonly retryAfterS: number }
  | { readonly status: 400 | 403 | 404 | 405 | 408 | 409 | 413 | 422 | 500; readonly retryAfterS?: undefined }
);

export const PROBLEMS = {
  'malformed-request': { status: 400, title: 'The request cannot be read' },
  'other-origin': { status: 403, title: 'Not allowed to other origins' },
  'check-not-found': { status: 404, title: 'No such check' },
  'probe-not-found': { status: 404, title: 'No such probe' },
  'not-found': { status: 404, title: 'Nothing is here' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  'body-too-slow': { status: 408, title: 'The request body came too slowly' },
  'nothing-to-release': { status: 409, title: 'No message can be released' },
  'body-too-large': { status: 413, title: 'The request body is too large' },
  'unusable-domain': { status: 422, title: 'This cannot be probed' },
  // Longer than any slow body holds its place; the rate limits say when exactly.
  'too-many-requests': { status: 429, title: 'Too many requests', retryAfterS: 30 },
  'too-many-watched': { status: 429, title: 'Too much is watched', retryAfterS: 30 },
  internal: { status: 500, title: 'Something went wrong on the server' },
  'store-unavailable': { status: 503, title: 'The store cannot be used', retryAfterS: 10 },
  overloaded: { status: 503, title: 'The server is full', retryAfterS: 30 },
  // Reporters try again (RFC 8460 §5.5).
  'report-not-read': { status: 503, title: 'The report could not be read', retryAfterS: 300 },
  // About as long as a probe takes.
  'too-many-probes': { status: 503, title: 'Too many probes at the same time', retryAfterS: 10 },
} as const satisfies Record<string, ProblemEntry>;

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

export function problem(kind: ProblemKind, detail: string): ProblemBody {
  const { status, title } = PROBLEMS[kind];
  return { type: problemType(kind), title, status, detail: harmless(detail) };
}

/** The one wording for a check that is not there: nobody learns whether it ever was. */
export function checkNotFound(): ProblemBody {
  return problem('check-not-found', 'No check has this token: it was mistyped, or the check has expired.');
}

export function probeNotFound(): ProblemBody {
  return problem(
    'probe-not-found',
    'No probe has this id: it was mistyped, or the result was deleted to make room for newer ones.',
  );
}

const WATCHERS = {
  connection: 'One connection may watch 20 checks and probes.',
  client: 'Your address watches as many checks and probes as it may. Please try again later.',
  network: 'Your network watches as many checks and probes as it may. Please try again later.',
} as const;

export function tooManyWatched(by: keyof typeof WATCHERS): ProblemBody {
  return problem('too-many-watched', WATCHERS[by]);
}

export function storeUnavailable(): ProblemBody {
  return problem(
    'store-unavailable',
    'The database cannot be used right now, for example because the disk is full. Please try again later.',
  );
}

export function overloaded(): ProblemBody {
  return problem(
    'overloaded',
    'As many live connections and watches are open as this server takes. Please try again later.',
  );
}

/** For what could not be dealt with, where no exception filter answers: events, and pages for the operator. */
export function failed(error: unknown): ProblemBody {
  return isStoreUnavailable(error)
    ? storeUnavailable()
    : problem('internal', 'The error was logged. Please try again later.');
}

/** @param isShared a refusal was seen, but at a host name that all checks share */
export function nothingToRelease(isShared: boolean): ProblemBody {
  return problem(
    'nothing-to-release',
    isShared
      ? 'The refusal was seen at the host of the classic addresses, which all checks share: only the per-check addresses can be released.'
      : 'No refusal at the host with broken DANE was seen yet.',
  );
}
