import type { ResultBody, StrangerBody } from '#contracts';

import { conclusionLook, type ScenarioLook, SILENCE } from './outcome-look.js';

export function resultWords(state: ResultBody['state']): string {
  switch (state) {
    case 'not-tested':
      return 'not tested';
    case 'delivered':
      return 'delivered';
    case 'delivered-in-clear':
      return 'delivered in the clear';
    case 'refused':
      return 'refused';
    case 'likely-refused':
      return 'probably refused';
    case 'not-judged':
      return 'not judged';
    case 'rejected':
      return 'no message accepted';
    case 'left':
      return 'left before mailing';
    case 'lost':
      return 'connection lost';
    case 'tls-failed':
      return 'TLS failed';
  }
}

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
