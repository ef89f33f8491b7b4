import { type Scenario, SCENARIOS, mustRefuse } from '#scenarios';
import { describe, expect, it } from 'vitest';

import { START, history } from '../../../../../test/support/check-history.js';

import { judge } from './judge.js';

const LATE = START + 86_400_000;

/** Scenarios of the catalogue by these ids, or ones that are like its own. */
const DELIVERED = ['do', 'dont', 'ee', 'ta', 'exp-ee', 'ee-right'];
const REFUSED = ['wrong', 'ta-bad', 'lame', 'mx-wrong', 'cname-bad'];
const CATALOGUE: readonly Scenario[] = [...DELIVERED, ...REFUSED].map((id) => {
  const known = SCENARIOS.find((each) => each.id === id);
  const like = SCENARIOS.find(
    (each) => mustRefuse(each) === REFUSED.includes(id) && each.expected !== 'either',
  );
  if (like === undefined) throw new Error('the catalogue has both kinds');
  return known ?? { ...like, id, title: id };
});

const patterns = (...story: readonly string[]) =>
  judge(history(...story), LATE, 'not-yet', { catalogue: CATALOGUE })
    .messages.filter(({ code }) => code === 'same-pattern')
    .map(({ facts }) => facts);

const CONTROLS = ['mx1 delivers do', 'mx1 delivers dont'];

describe('patterns', () => {
  it.each([
    ['issuer-records-ignored', ['mx1 refuses wrong', 'mx1 delivers ta-bad']],
    ['issuer-needs-public-ca', ['mx1 delivers ee', 'mx1 refuses ta']],
    ['every-usage-must-match', ['mx1 delivers ee', 'mx1 refuses ee-right']],
    ['failed-lookup-taken-for-none', ['mx1 refuses wrong', 'mx1 delivers lame']],
    ['dates-of-matched-certificate', ['mx1 delivers ee', 'mx1 refuses exp-ee']],
    ['implicit-mx-forgotten', ['mx1 refuses mx-wrong', 'mx1 delivers wrong']],
    ['alias-not-followed', ['mx1 refuses wrong', 'mx1 delivers cname-bad']],
  ])('%s is seen where all of it is, with a public reference', (pattern, story) => {
    expect(patterns(...CONTROLS, ...story)).toEqual([
      {
        who: ['mx1.example.net (192.0.2.1)'],
        pattern,
        reference: expect.stringMatching(/^https:\/\/(github\.com|www\.rfc-editor\.org)\//) as string,
      },
    ]);
    // Half of it may have any cause, and two servers are no one.
    expect(patterns(...CONTROLS, ...story.slice(1))).toEqual([]);
    expect(
      patterns(
        ...CONTROLS,
        'mx2 delivers do',
        ...story.slice(0, -1),
        (story.at(-1) ?? '').replace('mx1', 'mx2'),
      ),
    ).toEqual([]);
  });

  it('are not seen of a sender that does what is right, or nothing at all', () => {
    const right = [
      ...DELIVERED.map((id) => `mx1 delivers ${id}`),
      ...REFUSED.map((id) => `mx1 refuses ${id}`),
    ];
    expect(patterns(...right)).toEqual([]);
    expect(patterns(...[...DELIVERED, ...REFUSED].map((id) => `mx1 delivers ${id}`))).toEqual([]);
  });
});
