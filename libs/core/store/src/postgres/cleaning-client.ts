/**
 * A connection that writes what PostgreSQL can hold. Its text has no NUL and no half of a surrogate pair, which strangers can
 * send: each becomes U+FFFD, in text and in JSON alike. And one that is over when its server leaves a question unanswered.
 */
import pg from 'pg';

const LONE_SURROGATE = /\p{Surrogate}/gu;
/** The escapes that JSON.stringify writes and PostgreSQL does not read. */
const ESCAPED = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;

// oxlint-disable-next-line typescript/unbound-method -- applied to a client below
const QUERY = pg.Client.prototype.query;

export class CleaningClient extends pg.Client {
  // node-postgres has many signatures for this one; TypeORM uses (text, values, callback).
  override query = ((...[text, values, ...rest]: unknown[]): unknown => {
    const cleaned = Array.isArray(values)
      ? values.map((value: unknown, index) =>
          cleanParameter(value, String(text).includes(`$${index + 1}::jsonb`)),
        )
      : values;
    const result: unknown = Reflect.apply(QUERY, this, [text, cleaned, ...rest]);
    if (result instanceof Promise) result.catch((error: unknown) => this.giveUpAfter(error));
    return result;
  }) as pg.Client['query'];

  constructor(config?: string | pg.ClientConfig) {
    super(config);
    // A connection may be ended by its server between two users, when nobody else listens: the next one gets the error.
    this.on('error', () => undefined);
  }

  /** node-postgres would hand the connection to the next user, who would wait behind the same question. */
  private giveUpAfter(error: unknown): void {
    if (error instanceof Error && error.message === 'Query read timeout') this.connection.stream.destroy();
  }
}

function cleanParameter(value: unknown, isJson: boolean): unknown {
  if (typeof value !== 'string') return value;
  return isJson ? value.replace(ESCAPED, '$1\\ufffd') : clean(value);
}

/** Text as PostgreSQL holds it. */
export function clean(text: string): string {
  return text.replace(LONE_SURROGATE, '\ufffd').replaceAll('\0', '\ufffd');
}
