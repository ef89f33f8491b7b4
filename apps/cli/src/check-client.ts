/** The part of the HTTP interface that mails and follows checks. */
import { setTimeout as pause } from 'node:timers/promises';

import { z } from 'zod';

import { isToken } from '#checks';
import { problemBody } from '#contracts';

/** An older server does not name them. */
const doubts = z.array(z.string()).default([]);

/**
 * What is read of a check. Codes and ids are plain text: the server may be of another version and know more of them.
 */
const followedCheck = z.object({
  token: z.string().refine(isToken),
  url: z.string(),
  revision: z.int(),
  verdict: z.object({
    outcome: z.string(),
    provisional: z.boolean(),
    code: z.string(),
    title: z.string(),
    explanation: z.string(),
    doubts,
  }),
  /** An older server does not know it, nor MTA-STS. */
  headline: z
    .object({ kind: z.string(), title: z.string(), meaning: z.string().default('') })
    .nullable()
    .default(null),
  mtaSts: z
    .object({
      outcome: z.string(),
      provisional: z.boolean(),
      code: z.string(),
      title: z.string(),
      doubts,
      caching: z.string().default(''),
      fetched: z.array(z.object({ scenario: z.string(), clientAddress: z.string() })).default([]),
    })
    .nullable()
    .default(null),
  scenarios: z.array(
    z.object({
      id: z.string(),
      /** An older server knows the quick ones alone. */
      level: z.string().default('quick'),
      title: z.string(),
      address: z.string(),
      classicAddress: z.string(),
      expected: z.string(),
      requirement: z.string(),
      state: z.string(),
      conclusion: z.string(),
    }),
  ),
  servers: z.array(
    z.object({
      address: z.string(),
      name: z.string().nullable(),
      label: z.string().nullable(),
      results: z.array(
        z.object({
          scenario: z.string(),
          state: z.string(),
          conclusion: z.string(),
          requirement: z.string(),
          finding: z.string(),
          text: z.string(),
          rfc: z.string(),
        }),
      ),
    }),
  ),
  observations: z.array(z.looseObject({ kind: z.string() })),
});

export type FollowedCheck = z.infer<typeof followedCheck>;
export type FollowedScenario = FollowedCheck['scenarios'][number];
export type FollowedServer = FollowedCheck['servers'][number];
export type FollowedResult = FollowedServer['results'][number];

export interface CheckAnswer {
  readonly check: FollowedCheck;
  /** All that the server said. */
  readonly body: unknown;
}

/** What keeps the server from answering; the message is one line. */
export class CheckServerError extends Error {
  override readonly name = 'CheckServerError';

  constructor(
    message: string,
    /** Seconds after which to ask again; null where asking again is of no use. */
    readonly retryAfterS: number | null,
  ) {
    super(message);
  }
}

/** How long a server may take that does not wait. */
const PATIENCE_MS = 30_000;

/** Seconds until the next attempt, where the server does not say. */
const RETRY_S = 2;

const FAULTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name cannot be looked up right now',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  ETIMEDOUT: 'it does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  UND_ERR_SOCKET: 'the connection was closed',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** These certificates may be right all the same, if the operator says so. */
const UNTRUSTED = 'its certificate is of no CA that is trusted here; name its CA file in NODE_EXTRA_CA_CERTS';
const UNTRUSTED_CODES: readonly string[] = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
];

export class CheckClient {
  /**
   * @param serverUrl without a slash at its end
   * @param hint follows why it cannot be reached
   */
  constructor(
    private readonly serverUrl: string,
    private readonly hint = '',
  ) {}

  create(): Promise<CheckAnswer> {
    return this.check('POST', '/api/checks', AbortSignal.timeout(PATIENCE_MS));
  }

  read(token: string): Promise<CheckAnswer> {
    return this.check('GET', pathOf(token), AbortSignal.timeout(PATIENCE_MS));
  }

  /** The check once it has another revision than that, or after the seconds. */
  changed(token: string, revision: number, seconds: number, signal: AbortSignal): Promise<CheckAnswer> {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000 + PATIENCE_MS)]);
    return this.check('GET', `${pathOf(token)}?wait=${seconds}&revision=${revision}`, patience);
  }

  /** The message for `sendmail -t`, or the addresses alone. */
  async mail(token: string, query: Readonly<Record<string, string>>): Promise<string> {
    const path = `/check/${encodeURIComponent(token)}/mail?${new URLSearchParams(query).toString()}`;
    return (await this.request('GET', path, AbortSignal.timeout(PATIENCE_MS))).text();
  }

  private async check(method: string, path: string, signal: AbortSignal): Promise<CheckAnswer> {
    const response = await this.request(method, path, signal);
    const body: unknown = await response.json().catch(() => null);
    const check = followedCheck.safeParse(body);
    if (check.success) return { check: check.data, body };
    throw new CheckServerError(`${this.serverUrl} does not answer like HaveDane`, null);
  }

  private async request(method: string, path: string, signal: AbortSignal): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(`${this.serverUrl}${path}`, { method, signal });
    } catch (error) {
      throw this.unreachable(error);
    }
    if (response.ok) return response;
    // Of a server of another version nothing but the sentence is needed.
    const problem = problemBody.pick({ detail: true }).safeParse(await response.json().catch(() => null));
    const reason = problem.success ? problem.data.detail : `HTTP status ${response.status}`;
    throw new CheckServerError(`${this.serverUrl} answers: ${reason}`, retryAfter(response));
  }

  private unreachable(error: unknown): CheckServerError {
    const { cause, name } = error as { readonly cause?: { readonly code?: string }; readonly name?: string };
    const code = cause?.code ?? '';
    if (UNTRUSTED_CODES.includes(code)) {
      return new CheckServerError(`${this.serverUrl} cannot be trusted: ${UNTRUSTED}`, null);
    }
    const fault = name === 'TimeoutError' ? 'it does not answer' : (FAULTS[code] ?? 'the connection failed');
    return new CheckServerError(`${this.serverUrl} cannot be reached: ${fault}${this.hint}`, RETRY_S);
  }
}

/** Waits as long as the server asks for, or rejects with the reason of the signal. */
export function pauseFor(seconds: number, signal: AbortSignal): Promise<void> {
  return pause(seconds * 1000, undefined, { signal });
}

function pathOf(token: string): string {
  return `/api/checks/${encodeURIComponent(token)}`;
}

function retryAfter({ status, headers }: Response): number | null {
  if (status !== 429 && status < 500) return null;
  const seconds = Number(headers.get('retry-after') ?? RETRY_S);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 300) : RETRY_S;
}
