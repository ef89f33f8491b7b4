import { ADVICE_TOPICS, type FixSystem, type FixTopic, guessSystem } from '#words';

import type { CheckBody } from '#contracts';

/** What the servers of the check seem to run. */
export function guessOf({ servers }: CheckBody): FixSystem | null {
  return guessSystem(servers.flatMap(({ name, reverseName }) => [name, reverseName]));
}

/** What there is to fix: null where nothing is. */
export function topicOfCheck({ verdict }: CheckBody): FixTopic | null {
  const topics = verdict.advice.flatMap(({ code }) => ADVICE_TOPICS[code] ?? []);
  return topics.find((topic) => topic !== 'queue') ?? null;
}

/** What applies to every mail system. "Nothing to fix" speaks of DANE, and would be read as said of everything. */
export function adviceForAnyone({
  verdict,
  mtaSts,
}: Pick<CheckBody, 'verdict' | 'mtaSts'>): CheckBody['verdict']['advice'] {
  const isAllWell =
    mtaSts === null ||
    mtaSts.outcome === 'waiting' ||
    (mtaSts.outcome === 'enforces' && mtaSts.doubts.length === 0);
  return verdict.advice.filter(
    ({ audience, code }) => audience === 'Any server' && (isAllWell || code !== 'nothing-to-fix'),
  );
}

/** Whether a server forgot a policy that was withdrawn, or has not looked for a new one for long. */
export function mishandlesPolicies({ results }: Pick<CheckBody, 'results'>): boolean {
  return results.some(
    ({ finding }) => finding === 'forgot-withdrawn-policy' || finding === 'kept-old-policy',
  );
}

/** Whether hosts that have only an MTA-STS policy are left without protection. */
export function lacksMtaSts({ mtaSts }: Pick<CheckBody, 'mtaSts'>): boolean {
  return mtaSts?.outcome === 'does-not-enforce' && !mtaSts.provisional;
}
