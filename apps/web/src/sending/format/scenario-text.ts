import type { CheckScenarioBody } from '#contracts';

import type { Tally } from './matrix-rows.js';
import { SILENCE, type ScenarioLook } from './outcome-look.js';

/** `2 wrong · 9 as expected`. */
export function tallyWords({ wrong, open, expected, untested }: Tally): string {
  const parts = [
    [wrong, 'wrong'],
    [open, 'open'],
    [expected, 'as expected'],
    [untested, 'not tested'],
  ] as const;
  return parts.flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`])).join(' · ');
}

export function tallyLook({ wrong, open, expected }: Tally): ScenarioLook {
  if (wrong > 0) return { tone: 'bad', icon: 'cross' };
  if (open > 0) return { tone: 'warn', icon: 'question' };
  return expected > 0 ? { tone: 'good', icon: 'check' } : SILENCE;
}

/** In a column: what a conforming server does. */
export function expectedWords(expected: CheckScenarioBody['expected']): string {
  switch (expected) {
    case 'delivered':
      return 'deliver';
    case 'refused':
      return 'refuse';
    case 'either':
      return 'either';
  }
}

export function stateWords(state: CheckScenarioBody['state']): string {
  switch (state) {
    case 'waiting':
      return 'Waiting';
    case 'delivered':
      return 'Delivered';
    case 'refused':
      return 'Refused';
    case 'tls-failed':
      return 'TLS failed';
    case 'rejected':
      return 'No message accepted';
    case 'not-seen':
      return 'Nothing seen yet';
  }
}

/** Whether the sender was seen at that host. */
export function wasSeen({ state }: Pick<CheckScenarioBody, 'state'>): boolean {
  return state !== 'waiting' && state !== 'not-seen';
}

/** At how many hosts the sender was seen. */
export function seenCount(scenarios: readonly Pick<CheckScenarioBody, 'state'>[]): number {
  return scenarios.filter(wasSeen).length;
}
