/** What the errors of PostgreSQL and of the way to it mean for the store. */
import { QueryFailedError } from 'typeorm';

import { errnoCode } from '#text';

import { DatabaseError } from '../errors.js';

export const CONNECT_TIMEOUT_MS = 5_000;
/** Of one statement; and of the wait for the other writers, each of which is done in milliseconds. */
export const STATEMENT_TIMEOUT_MS = 30_000;
/** The server keeps to its own limits; a network that was cut, or a server that stands still, keeps to none. */
export const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 5_000;

/** SQLSTATE, or its class (https://www.postgresql.org/docs/current/errcodes-appendix.html), and codes of the system. */
const REASONS: readonly (readonly [code: RegExp, says: string])[] = [
  [/^28/, 'refuses the user or the password of DATABASE_URL'],
  [/^3D000$/, 'does not exist on its server: create it, for this user'],
  [/^42501$/, 'does not permit this to the user of DATABASE_URL: make it the owner of the database'],
  [/^25006$/, 'is read-only: it is a standby, or its server was set so'],
  [/^53100$/, 'cannot grow: the disk of its server is full: free some space'],
  [/^53200$/, 'cannot be used: its server is out of memory'],
  [/^53300$/, 'has no connection left: raise max_connections of its server'],
  [
    /^(40|55P03$|57014$)/,
    'is held up: another process has held its lock for too long, or its server is too slow',
  ],
  [/^(58|XX)/, 'cannot be used: its server reports a fault of its own'],
  [/^(57P|08|25P03$)/, 'does not answer: its server is being stopped or started'],
  [/^(22|23)/, 'refused a row'],
  [/^ECONNREFUSED$/, 'does not answer: nothing listens there'],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'cannot be found: its host name has no address'],
  [/^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/, 'does not answer: its host cannot be reached'],
  [
    /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS_)/,
    'shows a certificate that is not trusted: name its authority with sslrootcert in DATABASE_URL',
  ],
  [/^(ECONNRESET|EPIPE|ENOENT|EACCES)$/, 'does not answer: the connection to it was lost or cannot be made'],
];
/** What may be better soon, without anybody doing anything to the settings. */
const UNREACHABLE =
  /^(57P|08|25P03|53|40|55P03|57014|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|ENOENT)/;

/** What node-postgres says, and its pool, when nothing came of a connection in that time. */
const NOT_CONNECTED = /^(timeout expired|timeout exceeded|Connection terminated due to connection timeout)/;
const NOT_ANSWERED = /^Query read timeout/;
/** node-postgres says so without a code, and TypeORM of a connection that was lost within a transaction. */
const LOST =
  /^(Connection terminated|Client has encountered|Cannot use a pool|Query runner already released|Database connection provided by a query runner was already released)/i;

const SAYINGS: readonly (readonly [message: RegExp, says: (url: string) => string])[] = [
  [
    NOT_CONNECTED,
    () =>
      `did not answer within ${CONNECT_TIMEOUT_MS / 1000} s: check its host and port, and what is on the path there`,
  ],
  [NOT_ANSWERED, (url) => `did not answer within ${answerTimeoutMs(url) / 1000} s`],
  [LOST, () => 'does not answer: the connection to it was lost'],
  [/does not support SSL/, () => 'is without TLS, which sslmode in DATABASE_URL asks for'],
];

/** A driver's error as a `DatabaseError`; what it says of our own SQL stays as it is. */
export function explained(url: string, error: unknown): unknown {
  if (error instanceof DatabaseError || !(error instanceof Error)) return error;
  // TypeORM's own error carries all the parameters, which would go into the log with it.
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const [code, message] = cause instanceof Error ? [codeOf(cause), cause.message] : [undefined, ''];
  const known = REASONS.find(([pattern]) => code !== undefined && pattern.test(code));
  const says = known?.[1] ?? SAYINGS.find(([pattern]) => pattern.test(message))?.[1](url);
  if (says === undefined) return error;
  const detail = message === '' ? '' : ` (${message})`;
  return new DatabaseError(`The database ${nameOf(url)} ${says}${detail}`, /^(22|23)/.test(code ?? ''), {
    cause,
  });
}

function answerTimeoutMs(url: string): number {
  return Number(new URL(url).searchParams.get('query_timeout') ?? ANSWER_TIMEOUT_MS);
}

/** Whether the server may answer soon: it is being started, or the way to it is. Who is silent to a new connection is neither. */
export function isUnreachable(error: Error): boolean {
  if (!(error instanceof DatabaseError) || !(error.cause instanceof Error)) return false;
  const { message } = error.cause;
  if (NOT_CONNECTED.test(message)) return false;
  return UNREACHABLE.test(codeOf(error.cause) ?? '') || LOST.test(message) || NOT_ANSWERED.test(message);
}

/** Of several addresses of a host that were tried, the first says why. */
function codeOf(error: Error): string | undefined {
  return errnoCode(
    error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error,
  );
}

/** Without the password and the options. */
export function nameOf(url: string): string {
  const { protocol, username, host, pathname } = new URL(url);
  return `${protocol}//${username === '' ? '' : `${username}@`}${host}${pathname}`;
}
