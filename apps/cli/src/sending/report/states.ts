/** How a result is shown: a sign in the colour of what it means, and a word or two. */
import type { Mechanism } from '#scenarios';

import type { FollowedResult } from '../../check-client.js';
import { printable } from '../../printable.js';
import type { Style } from '../../probe/report/style.js';

/** As people call them. */
export const NAMES: Readonly<Record<Mechanism, string>> = { dane: 'DANE', 'mta-sts': 'MTA-STS' };

/** Words where the state of a result says less than it should. */
const WORDS: Readonly<Record<string, string>> = {
  'delivered-in-clear': 'unencrypted',
  'likely-refused': 'refused?',
  'tls-failed': 'TLS failed',
};

export function stateWord(state: string): string {
  return WORDS[state] ?? printable(state.replaceAll('-', ' '));
}

export interface Mark {
  readonly sign: string;
  readonly paint: (text: string) => string;
}

export function markOf(
  { conclusion, state }: Pick<FollowedResult, 'conclusion' | 'state'>,
  style: Style,
): Mark {
  if (state === 'not-tested') return { sign: '·', paint: style.dim };
  switch (conclusion) {
    case 'pass':
      return { sign: '✓', paint: style.good };
    case 'fail':
      return { sign: '✗', paint: style.bad };
    case 'waiting':
      return { sign: '?', paint: style.warning };
    default:
      return { sign: '·', paint: style.dim };
  }
}
