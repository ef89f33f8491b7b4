/** Attempts to make a sender green that does not enforce, and one red or open that does: each is a story that somebody tried. */
import { describe, expect, it } from 'vitest';

import { ENFORCED, START, history, resultsOf } from '../../../../../test/support/check-history.js';

import { judge } from './judge.js';

const LATE = START + 30 * 86_400_000;
const PROOF = 'mx1 wrong: refused (refused-unmatched-certificate)';

interface Attempt {
  readonly story: readonly string[];
  /** `?`: provisional. */
  readonly outcome: string;
  readonly results: readonly string[];
}

const NOT_ENFORCING: Readonly<Record<string, Attempt>> = {
  'an error of ours at do, then a delivery': {
    story: ['mx1 errs do', '5m mx1 delivers do queued 5m', 'mx1 refuses wrong'],
    outcome: 'enforces?',
    results: ['mx1 wrong: likely-refused (control-after-waiting)'],
  },
  'the message for do comes over the connection to wrong': {
    story: ['mx1 delivers do over wrong', 'mx1 mails wrong', 'mx1 refuses wrong'],
    outcome: 'waiting?',
    results: ['mx1 do: not-judged (connection-reused)'],
  },
  'a machine of the same address and name sends no server name at do': {
    story: ['mx1 delivers do nameless', 'mx1 refuses wrong'],
    outcome: 'enforces?',
    results: ['mx1 wrong: likely-refused (control-without-server-name)'],
  },
  'a machine of the same address and name sends one name to all hosts': {
    story: ['mx1 delivers do naming relay.example.org', 'mx1 refuses wrong'],
    outcome: 'enforces?',
    results: ['mx1 wrong: likely-refused (control-without-server-name)'],
  },
  'such a machine names our domain alone': {
    story: [...ENFORCED, 'mx1 delivers do naming havedane.test'],
    outcome: 'enforces?',
    results: ['mx1 wrong: likely-refused (control-without-server-name)'],
  },
  'one of a pool delivers over the connection to another host that must be refused': {
    story: [...ENFORCED, 'mx3 mails wrong', 'mx3 delivers ee-bad over wrong'],
    outcome: 'enforces?',
    results: [PROOF, 'mx3 ee-bad: not-judged (connection-reused)'],
  },
  'one of a pool delivers over the connection to a host of another check': {
    story: [...ENFORCED, 'mx3 delivers wrong over do of 0123456789ac'],
    outcome: 'enforces?',
    results: [PROOF, 'mx3 wrong: not-judged (connection-reused)'],
  },
  'one of a pool behind one address does so': {
    story: [...ENFORCED, 'mx1 delivers wrong over do of 0123456789ac as mx9.example.net'],
    outcome: 'enforces?',
    results: [PROOF],
  },
  'an unknown client delivers another message so': {
    story: [...ENFORCED, 'mx3 delivers wrong over dont message m2'],
    outcome: 'enforces?',
    results: [PROOF],
  },
  'a message that is too large everywhere, then a small one for do alone': {
    story: ['mx1 greets do', 'mx1 greets wrong', '1h mx1 delivers do'],
    outcome: 'waiting?',
    results: ['mx1 wrong: left (left-after-accepting)'],
  },
  'a delivery at do long after the refusal, and no further one': {
    story: ['mx1 refuses wrong', '20m mx1 delivers do'],
    outcome: 'enforces?',
    results: ['mx1 wrong: likely-refused (refusal-before-control)'],
  },
  'gave up once in the handshake, and was delivered during the release': {
    story: ['mx1 delivers do', 'mx1 closes wrong', '5m mx1 delivers wrong released'],
    outcome: 'enforces?',
    results: ['mx1 wrong: likely-refused (refusal-without-alert)'],
  },
  'the very message is delivered during the release by another address, to which DNS does not tie it': {
    story: [...ENFORCED, '5m mx3 delivers wrong released', '6m mx3 refuses wrong'],
    outcome: 'enforces?',
    results: [PROOF, 'mx3 wrong: likely-refused (refusal-without-control)'],
  },
  'was lost, and delivered during the release': {
    story: ['mx1 delivers do', 'mx1 resets wrong', '5m mx1 delivers wrong released'],
    outcome: 'waiting?',
    results: ['mx1 wrong: not-judged (delivered-during-release)'],
  },
  'two sessions side by side, long after its deliveries': {
    story: ['mx1 delivers do', '16m mx1 refuses wrong', 'mx1 refuses wrong beside'],
    outcome: 'enforces?',
    results: ['mx1 wrong: likely-refused (refusal-not-repeated)'],
  },
};

const ENFORCING: Readonly<Record<string, Attempt>> = {
  'was lost at do at first': {
    story: ['mx1 resets do', 'mx1 refuses wrong', '5m mx1 delivers do', 'mx1 refuses wrong'],
    outcome: 'enforces?',
    results: ['mx1 wrong: likely-refused (refusal-before-control)'],
  },
  'names hosts in capitals, with a dot at the end, or those of the classic addresses': {
    story: [
      'mx1 delivers do naming 0123456789AB.DO.HAVEDANE.TEST.',
      'mx1 delivers do naming do.havedane.test',
      'mx1 refuses wrong',
    ],
    outcome: 'enforces',
    results: [PROOF],
  },
  'another message was delivered during the release': {
    story: [...ENFORCED, '5m mx1 delivers wrong released message m2'],
    outcome: 'enforces',
    results: [PROOF],
  },
  'the connection to the released host brings the message for another one': {
    story: [...ENFORCED, '5m mx1 delivers wrong released', 'mx1 delivers ee-bad over wrong'],
    outcome: 'enforces',
    results: [PROOF, 'mx1 ee-bad: not-judged (connection-reused)'],
  },
};

describe.each([
  ['does not enforce, or may not', NOT_ENFORCING],
  ['enforces', ENFORCING],
])('judge, of a sender that %s', (_, attempts) => {
  it.each(Object.entries(attempts))('%s', (_name, { story, outcome, results }) => {
    const verdict = judge(history(...story), LATE);
    expect(`${verdict.outcome}${verdict.provisional ? '?' : ''}`).toBe(outcome);
    expect(resultsOf(verdict)).toEqual(expect.arrayContaining([...results]));
  });
});
