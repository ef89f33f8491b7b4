/** What the errors of Cloudflare's API mean, by status and by the codes of its answer. */
import Cloudflare from 'cloudflare';

import { ProviderError, type ProviderFailure } from '../provider-error.js';
import { retryAfterMs } from './bounded-fetch.js';

/** "The record already exists", "An identical record already exists". */
const ALREADY_EXISTS = [81057, 81058];
/** "Record does not exist." */
const NO_SUCH_RECORD = 81044;
/** The form of the Authorization header or of the token, answered with status 400. */
const MALFORMED_TOKEN = [6003, 6111];
/** 9109 stands for a token that is unknown and for one that may not do this, both with status 403. */
const UNKNOWN_TOKEN = /invalid (access|api) token/i;

const SCOPE = 'it needs the permissions Zone / Zone / Read and Zone / DNS / Edit for the zone';

export function isAlreadyThere(error: unknown): boolean {
  return codesOf(error).some((code) => ALREADY_EXISTS.includes(code));
}

export function isGone(error: unknown): boolean {
  return codesOf(error).includes(NO_SUCH_RECORD);
}

/** `task` says what was tried, such as `adding the TLSA record at _25._tcp.mail.example.org.` */
export function toProviderError(error: unknown, task: string): ProviderError {
  if (error instanceof ProviderError) return error;
  const failure = failureOf(error);
  return new ProviderError(failure, `Cloudflare: ${task} failed: ${explain(failure, error)}`, waitOf(error));
}

function failureOf(error: unknown): ProviderFailure {
  if (error instanceof Cloudflare.APIConnectionTimeoutError || isTimeout(error)) return 'timeout';
  if (!(error instanceof Cloudflare.APIError) || error.status === undefined) return 'unavailable';
  if (codesOf(error).some((code) => MALFORMED_TOKEN.includes(code))) return 'not-authenticated';
  if (error.status === 401 || error.errors.some(({ message = '' }) => UNKNOWN_TOKEN.test(message)))
    return 'not-authenticated';
  if (error.status === 403) return 'not-allowed';
  if (error.status === 429) return 'rate-limited';
  return error.status >= 500 || error.status === 408 ? 'unavailable' : 'refused';
}

function explain(failure: ProviderFailure, error: unknown): string {
  switch (failure) {
    case 'not-authenticated':
      return `the API token is not valid${said(error)}: make a new one, or correct CLOUDFLARE_API_TOKEN_FILE or CLOUDFLARE_API_TOKEN`;
    case 'not-allowed':
      return `the API token may not do this${said(error)}: ${SCOPE}`;
    case 'rate-limited':
      return `too many requests; nothing was changed by this one. Try again ${afterThat(waitOf(error))}`;
    case 'unavailable':
      return `no usable answer${said(error)}; try again later`;
    case 'timeout':
      return 'no answer in time; it may have been done all the same. Try again: what is there already stays as it is';
    case 'refused':
    case 'unknown-zone':
    case 'bad-setting':
      return `Cloudflare does not take it${said(error)}`;
  }
}

/** Status, code and Cloudflare's own words. Never the request, which holds the token. */
function said(error: unknown): string {
  if (!(error instanceof Cloudflare.APIError) || error.status === undefined) return '';
  const reasons = error.errors.map(({ code, message }) => `${code ?? '?'}: ${message ?? ''}`);
  return ` (${[`HTTP ${error.status}`, ...reasons].join(', ')})`;
}

function afterThat(wait: number | undefined): string {
  return wait === undefined ? 'in five minutes' : `in ${Math.ceil(wait / 1000)} seconds`;
}

function waitOf(error: unknown): number | undefined {
  return error instanceof Cloudflare.APIError && error.headers !== undefined
    ? retryAfterMs(error.headers as Headers)
    : undefined;
}

/** The time ran out while the body was read. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}

function codesOf(error: unknown): number[] {
  return error instanceof Cloudflare.APIError ? error.errors.flatMap(({ code }) => code ?? []) : [];
}
