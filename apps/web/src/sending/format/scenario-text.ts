import type { CheckScenarioBody } from '#contracts';

export function expectedWords(expected: CheckScenarioBody['expected']): string {
  switch (expected) {
    case 'delivered':
      return 'A conforming server delivers here.';
    case 'refused':
      return 'A conforming server must not deliver here: it breaks off as soon as it has seen the certificate, and tries again later.';
    case 'either':
      return 'Most servers deliver here over TLS that they cannot verify. A server whose policy demands DANE does not; both are correct.';
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
      return 'Broke off in TLS';
    case 'rejected':
      return 'No message accepted';
    case 'not-seen':
      return 'Nothing seen yet';
  }
}

export function conclusionWords(conclusion: CheckScenarioBody['conclusion']): string {
  switch (conclusion) {
    case 'pass':
      return 'As it should be';
    case 'fail':
      return 'Not as it should be';
    case 'info':
      return 'Correct either way';
    case 'waiting':
      return 'Open';
  }
}

/** At how many hosts the sender was seen. */
export function seenCount(scenarios: readonly Pick<CheckScenarioBody, 'state'>[]): number {
  return scenarios.filter(({ state }) => state !== 'waiting' && state !== 'not-seen').length;
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

export function countWord(count: number): string {
  return NUMBERS[count] ?? String(count);
}
