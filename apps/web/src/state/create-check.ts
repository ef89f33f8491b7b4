import type { CheckBody, ProblemBody } from '#contracts';

import { type PageProblem, parseRetryAfter, problemOf } from './page-problem.js';

export type Created =
  { readonly ok: true; readonly check: CheckBody } | { readonly ok: false; readonly problem: PageProblem };

/** Starts a check. Never throws: what can go wrong between browser and server is an answer. */
export async function createCheck(): Promise<Created> {
  let response: Response;
  try {
    response = await fetch('/api/checks', { method: 'POST', headers: { accept: 'application/json' } });
  } catch {
    return { ok: false, problem: { kind: 'unreachable' } };
  }
  const body = await readJson(response);
  if (response.status === 201 && body !== null) return { ok: true, check: body as CheckBody };
  return { ok: false, problem: problemOf(...failure(response, body as ProblemBody | null)) };
}

/** A proxy in front of the server answers with its own page when the server is down: that is not JSON. */
async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

function failure(response: Response, problem: ProblemBody | null): [number, string, number | null] {
  // 404 would mean "no such check", but here nothing was asked for by name: it is a misrouted server.
  const status = response.status === 429 ? 429 : 500;
  const detail = problem?.detail ?? `The server answered ${response.status} ${response.statusText}`.trim();
  return [status, detail, parseRetryAfter(response.headers.get('retry-after'), Date.now())];
}
