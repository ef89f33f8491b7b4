import type { CheckScenarioBody } from '#contracts';

import type { Tally } from './matrix-rows.js';
import { SILENCE, type ScenarioLook } from './outcome-look.js';
import { t } from '../../shared/texts.js';

/** `2 wrong · 9 as expected`. */
export function tallyWords({ wrong, open, expected, untested }: Tally): string {
  const words = t.result.matrix.tally;
  const parts = [
    [wrong, words.wrong],
    [open, words.open],
    [expected, words.expected],
    [untested, words.untested],
  ] as const;
  return parts.flatMap(([count, text]) => (count === 0 ? [] : [text(count)])).join(' · ');
}

export function tallyLook({ wrong, open, expected }: Tally): ScenarioLook {
  if (wrong > 0) return { tone: 'bad', icon: 'cross' };
  if (open > 0) return { tone: 'warn', icon: 'question' };
  return expected > 0 ? { tone: 'good', icon: 'check' } : SILENCE;
}

/** Whether the sender was seen at that host. */
export function wasSeen({ state }: Pick<CheckScenarioBody, 'state'>): boolean {
  return state !== 'waiting' && state !== 'not-seen';
}

/** At how many hosts the sender was seen. */
export function seenCount(scenarios: readonly Pick<CheckScenarioBody, 'state'>[]): number {
  return scenarios.filter(wasSeen).length;
}
