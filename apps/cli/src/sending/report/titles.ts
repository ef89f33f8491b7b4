import type { Mechanism } from '#scenarios';

import { mechanismsOf, verdictOn } from '../judgement.js';
import type { Outcome } from './report.js';
import { NAMES } from './states.js';

/** One for each mechanism that the run answers for. A single one names both where both are known. */
export function titlesOf(
  outcome: Pick<Outcome, 'check' | 'mechanism'>,
): readonly (readonly [Mechanism, string])[] {
  const { check, mechanism: tested } = outcome;
  return mechanismsOf(tested).map((mechanism) => {
    const own = verdictOn(mechanism, check)?.title ?? `${NAMES[mechanism]}: nothing was seen`;
    return [mechanism, tested !== 'both' && isOnBoth(outcome) ? (check.headline?.title ?? own) : own];
  });
}

export function isOnBoth({ check: { headline } }: Pick<Outcome, 'check'>): boolean {
  return headline !== null && headline.kind !== 'dane-alone';
}
