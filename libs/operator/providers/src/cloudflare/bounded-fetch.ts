/**
 * What the official client does not bound: it waits as long as Retry-After says, and for a body that never ends. And it
 * takes any page with status 200, such as that of a proxy on the way, for an empty list.
 *
 * A wait that is too long for us is not made: the client gives up, and its error tells how long it should have been.
 */
export interface FetchBounds {
  /** For one request with its whole answer, in milliseconds. */
  readonly timeoutMs: number;
  /** The longest wait between two attempts, in milliseconds. */
  readonly longestWaitMs: number;
}

export function boundedFetch({ timeoutMs, longestWaitMs }: FetchBounds): typeof fetch {
  return async (input, init) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    const response = await fetch(input, { ...init, signal });
    if (response.ok && !isJson(response)) throw new Error('The answer is not from the API');
    const wait = retryAfterMs(response.headers);
    return wait === undefined || wait <= longestWaitMs ? response : notRetried(response);
  };
}

function isJson({ headers }: Response): boolean {
  return headers.get('content-type')?.includes('json') ?? false;
}

/** Seconds or a date (RFC 9110 §10.2.3); undefined when there is none that can be read. */
export function retryAfterMs(headers: Headers): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** The header is how a server tells the client not to try again. */
function notRetried({ body, status, statusText, headers }: Response): Response {
  const changed = new Headers(headers);
  changed.set('x-should-retry', 'false');
  return new Response(body, { status, statusText, headers: changed });
}
