import type { CheckScenarioBody } from '#contracts';

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

/** At how many hosts the sender was seen. */
export function seenCount(scenarios: readonly Pick<CheckScenarioBody, 'state'>[]): number {
  return scenarios.filter(({ state }) => state !== 'waiting' && state !== 'not-seen').length;
}
