import type { CheckBody, ProblemBody } from '#contracts';

import { postJson } from './post-json.js';

export type Released =
  { readonly ok: true; readonly check: CheckBody } | { readonly ok: false; readonly reason: string };

/** Asks for the release of a check. Never throws: what can go wrong is a sentence for the visitor. */
export async function releaseCheck(token: string): Promise<Released> {
  const answer = await postJson(`/api/checks/${token}/release`);
  if (answer === null) return { ok: false, reason: 'The server cannot be reached just now.' };
  const { response, body } = answer;
  if (response.status === 200 && body !== null) return { ok: true, check: body as CheckBody };
  const detail = (body as ProblemBody | null)?.detail;
  return { ok: false, reason: detail ?? `The server answered ${response.status}.` };
}
