import type { CheckBody, ProblemBody } from '#contracts';

import { type PageProblem, parseRetryAfter, problemOf } from '../../shared/state/page-problem.js';
import { postJson } from '../../shared/state/post-json.js';
import { t } from '../../shared/texts.js';

export type Created =
  { readonly ok: true; readonly check: CheckBody } | { readonly ok: false; readonly problem: PageProblem };

/** Starts a check. Never throws: what can go wrong between browser and server is an answer. */
export async function createCheck(): Promise<Created> {
  const answer = await postJson('/api/checks');
  if (answer === null) return { ok: false, problem: { kind: 'unreachable' } };
  const { response, body } = answer;
  if (response.status === 201 && body !== null) return { ok: true, check: body as CheckBody };
  return { ok: false, problem: problemOf(...failure(response, body as ProblemBody | null)) };
}

function failure(response: Response, problem: ProblemBody | null): [number, string, number | null] {
  // 404 would mean "no such check", but here nothing was asked for by name: it is a misrouted server.
  const status = response.status === 429 ? 429 : 500;
  const detail =
    problem?.detail ?? t.shared.problems.answered(`${response.status} ${response.statusText}`.trim());
  return [status, detail, parseRetryAfter(response.headers.get('retry-after'), Date.now())];
}

export type Released =
  { readonly ok: true; readonly check: CheckBody } | { readonly ok: false; readonly reason: string };

/** Asks for the release of a check. Never throws: what can go wrong is a sentence for the visitor. */
export async function releaseCheck(token: string): Promise<Released> {
  const answer = await postJson(`/api/checks/${token}/release`);
  if (answer === null) return { ok: false, reason: t.sending.problems.cannotBeReached };
  const { response, body } = answer;
  if (response.status === 200 && body !== null) return { ok: true, check: body as CheckBody };
  const detail = (body as ProblemBody | null)?.detail;
  return { ok: false, reason: detail ?? t.shared.problems.answered(String(response.status)) };
}
