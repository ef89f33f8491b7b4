import type { ResultBody, StrangerBody } from '#contracts';

import { conclusionLook, type ScenarioLook, SILENCE } from './outcome-look.js';

export function resultLook({ state, conclusion }: Pick<ResultBody, 'state' | 'conclusion'>): ScenarioLook {
  return conclusionLook(conclusion, state === 'not-tested' ? SILENCE : { tone: 'warn', icon: 'question' });
}

/** The results that need a sentence: what is wrong, and what was seen and proves nothing. */
export function worthSaying(results: readonly ResultBody[]): ResultBody[] {
  return results.filter(
    ({ conclusion, state }) => conclusion === 'fail' || (conclusion === 'waiting' && state !== 'not-tested'),
  );
}

/** Those who looked last come first, and no more than fit on a page. */
export function lastToLook(strangers: readonly StrangerBody[]): StrangerBody[] {
  return [...strangers].sort((a, b) => b.lastAt.localeCompare(a.lastAt)).slice(0, MAX_STRANGERS);
}

export const MAX_STRANGERS = 20;
