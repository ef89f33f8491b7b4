/**
 * Why a provider did not do what it was asked.
 *
 * - `bad-setting`: a variable or a file that it names cannot be used; nothing was sent.
 * - `not-authenticated`: the token or key is not accepted.
 * - `not-allowed`: the token or key is accepted, but may not do this.
 * - `unknown-zone`: the provider holds no zone that this name is in.
 * - `rate-limited`: too many requests; nothing was changed.
 * - `unavailable`: the provider failed, or could not be reached.
 * - `timeout`: no answer in time; the change may have been made or not.
 * - `refused`: the provider does not take this change, and says why.
 */
export type ProviderFailure =
  | 'bad-setting'
  | 'not-authenticated'
  | 'not-allowed'
  | 'unknown-zone'
  | 'rate-limited'
  | 'unavailable'
  | 'timeout'
  | 'refused';

/** These pass by themselves: the same call may succeed later. The others need a person. */
const PASSING: readonly ProviderFailure[] = ['rate-limited', 'unavailable', 'timeout'];

/** Its message is one line for the operator: what went wrong and what to do. It never holds a token or key. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';

  constructor(
    readonly failure: ProviderFailure,
    message: string,
    /** How long the provider asks to wait, in milliseconds; undefined when it does not say. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }

  /** Whether trying again later can help without anybody changing anything. */
  get retryable(): boolean {
    return PASSING.includes(this.failure);
  }
}

/** Of a name that holds a CNAME record, and so nothing else (RFC 1034 §3.6.2). */
export function aliasError(name: string, target: string): ProviderError {
  return new ProviderError(
    'refused',
    `${name} is an alias (CNAME record) of ${target}: records belong there, in the zone of that name`,
  );
}
