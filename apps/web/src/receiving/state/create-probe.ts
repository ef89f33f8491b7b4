import type { ProbeBody, ProblemBody } from '#contracts';

import { parseRetryAfter } from '../../shared/state/page-problem.js';
import { postJson } from '../../shared/state/post-json.js';

export type CreatedProbe =
  | { readonly ok: true; readonly probe: ProbeBody }
  /** A sentence for the visitor. `isInput`: about what was entered. */
  | { readonly ok: false; readonly reason: string; readonly isInput: boolean };

/** Asks for a probe. Never throws: what can go wrong between browser and server is an answer. */
export async function createProbe(domain: string): Promise<CreatedProbe> {
  const answer = await postJson('/api/probes', { domain });
  if (answer === null) return refused('The server cannot be reached just now. Try again in a moment.');
  const { response, body } = answer;
  if (response.ok && body !== null) return { ok: true, probe: body as ProbeBody };
  const detail = (body as ProblemBody | null)?.detail ?? `The server answered ${response.status}.`;
  if (response.status === 422) return { ok: false, reason: detail, isInput: true };
  if (response.status === 429) return refused(tooMany(response.headers.get('retry-after')));
  return refused(detail);
}

function refused(reason: string): CreatedProbe {
  return { ok: false, reason, isInput: false };
}

function tooMany(retryAfter: string | null): string {
  const at = parseRetryAfter(retryAfter, Date.now());
  const when = at === null ? 'in a minute' : `after ${new Date(at).toLocaleTimeString('en-GB')}`;
  return `Your network has started many probes in a short time. Try again ${when}.`;
}
