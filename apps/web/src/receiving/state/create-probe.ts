import type { ProbeBody, ProblemBody } from '#contracts';

import { timeOfDay } from '../../shared/format/time.js';
import { parseRetryAfter } from '../../shared/state/page-problem.js';
import { postJson } from '../../shared/state/post-json.js';
import { t } from '../../shared/texts.js';

export type CreatedProbe =
  | { readonly ok: true; readonly probe: ProbeBody }
  /** A sentence for the visitor. `isInput`: about what was entered. */
  | { readonly ok: false; readonly reason: string; readonly isInput: boolean };

/** Asks for a probe. Never throws: what can go wrong between browser and server is an answer. */
export async function createProbe(domain: string): Promise<CreatedProbe> {
  const answer = await postJson('/api/probes', { domain });
  if (answer === null) return refused(t.receiving.problems.cannotBeReached);
  const { response, body } = answer;
  if (response.ok && body !== null) return { ok: true, probe: body as ProbeBody };
  const detail = (body as ProblemBody | null)?.detail ?? t.shared.problems.answered(String(response.status));
  if (response.status === 422) return { ok: false, reason: detail, isInput: true };
  if (response.status === 429) return refused(tooMany(response.headers.get('retry-after')));
  return refused(detail);
}

function refused(reason: string): CreatedProbe {
  return { ok: false, reason, isInput: false };
}

function tooMany(retryAfter: string | null): string {
  const at = parseRetryAfter(retryAfter, Date.now());
  const { inAMinute, tooManyProbes } = t.receiving.problems;
  return tooManyProbes(
    at === null ? inAMinute : t.shared.problems.tryAfter(timeOfDay(new Date(at).toISOString())),
  );
}
