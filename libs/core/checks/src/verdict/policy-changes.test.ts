/** What is said of servers where a policy is replaced or withdrawn by the clock. */
import { describe, expect, it } from 'vitest';

import { history, START } from '../../../../../test/support/check-history.js';

import { judge } from './judge.js';

/** A first phase begins two hours after START, at 12 o'clock UTC, the second at 18, and the policy may be applied until 22. */
const AT = { first: '200m', second: '540m', edge: '485m', after: '725m' } as const;
const LATE = START + 86_400_000;
const CONTROLS = [
  `${AT.first} mx1 delivers sts-good`,
  'mx1 delivers sts-none',
  'mx1 refuses sts-cert same-client',
] as const;
const first = (id: string) => `mx1 refuses ${id} same-client`;
const resultAt = (id: string, ...lines: readonly string[]) => {
  const { servers, scenarios, mtaSts } = judge(history(...CONTROLS, ...lines), LATE);
  const results = servers.flatMap((server) => server.results).filter(({ scenario }) => scenario === id);
  expect(mtaSts).toMatchObject({ outcome: 'enforces', provisional: false });
  expect(results.length).toBeLessThanOrEqual(1);
  return [results[0]?.finding, results[0]?.conclusion, scenarios.find((one) => one.id === id)?.conclusion];
};

describe('a policy that is withdrawn', () => {
  it.each([
    [
      'that is still applied',
      [first('sts-gone'), `${AT.second} ${first('sts-gone')}`],
      'kept-withdrawn-policy',
      'pass',
    ],
    [
      'that is forgotten',
      [first('sts-gone'), `${AT.second} mx1 delivers sts-gone`],
      'forgot-withdrawn-policy',
      'fail',
    ],
    [
      'that is forgotten in the end',
      [first('sts-gone'), `${AT.second} ${first('sts-gone')}`, 'mx1 delivers sts-gone'],
      'forgot-withdrawn-policy',
      'fail',
    ],
    ['that was refused by alone', [first('sts-gone')], 'refused-before-change', 'waiting'],
    [
      'where the sender said EHLO and left, then and later',
      ['mx1 greets sts-gone same-client', `${AT.second} mx1 greets sts-gone same-client`],
      'left-under-policy',
      'waiting',
    ],
    [
      'that has expired when the message is delivered',
      [first('sts-gone'), `${AT.after} mx1 delivers sts-gone`],
      'refused-before-change',
      'waiting',
    ],
    [
      'whose withdrawal may not be known everywhere',
      [first('sts-gone'), `${AT.edge} mx1 delivers sts-gone`],
      'refused-before-change',
      'waiting',
    ],
    [
      'that was never seen to be applied',
      [`${AT.second} mx1 delivers sts-gone`],
      'delivered-without-policy',
      'info',
    ],
    [
      'that another message may never have met',
      [first('sts-gone'), `${AT.second} mx1 delivers sts-gone message m2`],
      'refused-before-change',
      'waiting',
    ],
    [
      'that another machine behind the address may never have had',
      [first('sts-gone'), `${AT.second} mx1 delivers sts-gone as other.example.org`],
      'refused-before-change',
      'waiting',
    ],
  ])('%s', (_, lines, finding, conclusion) => {
    expect(resultAt('sts-gone', ...lines)).toEqual([finding, conclusion, conclusion]);
  });

  it('is nothing to keep for another server, which has a cache of its own', () => {
    const lines = [
      first('sts-gone'),
      `${AT.second} mx2 delivers sts-gone`,
      'mx2 delivers sts-good message m3',
    ];
    const { servers } = judge(history(...CONTROLS, ...lines), LATE);
    const findings = servers.flatMap(({ name, results }) =>
      results.filter(({ scenario }) => scenario === 'sts-gone').map(({ finding }) => `${name} ${finding}`),
    );
    expect(findings).toEqual([
      'mx1.example.net refused-before-change',
      'mx2.example.net delivered-without-policy',
    ]);
  });

  it('is not taken for known by a server that refuses untrusted certificates everywhere', () => {
    const lines = [`${AT.first} mx1 delivers sts-good`, 'mx1 refuses sts-none', first('sts-gone')];
    const later = [`${AT.second} mx1 delivers sts-gone`];
    const { servers } = judge(history(...lines, ...later), LATE);
    const results = servers.flatMap((server) => server.results);
    expect(results.filter(({ scenario }) => scenario === 'sts-gone')).toMatchObject([
      { finding: 'delivered-without-policy', conclusion: 'info' },
    ]);
  });
});

describe('a policy that is replaced', () => {
  it.each([
    [
      'by one that is looked for',
      [first('sts-id'), `${AT.second} mx1 delivers sts-id`],
      'followed-new-policy',
      'pass',
    ],
    [
      'by one that is found at last',
      [first('sts-id'), `${AT.second} ${first('sts-id')}`, 'mx1 delivers sts-id'],
      'followed-new-policy',
      'pass',
    ],
    [
      'by one that nobody looks for',
      [first('sts-id'), `${AT.second} ${first('sts-id')}`, `610m ${first('sts-id')}`],
      'kept-old-policy',
      'info',
    ],
    [
      'too late to be seen',
      [first('sts-id'), `${AT.after} mx1 delivers sts-id`],
      'refused-before-change',
      'waiting',
    ],
    ['for who never had it', [`${AT.second} mx1 delivers sts-id`], 'delivered-without-policy', 'info'],
  ])('%s', (_, lines, finding, conclusion) => {
    expect(resultAt('sts-id', ...lines)).toEqual([finding, conclusion, conclusion]);
  });

  it('is not said to be looked for by nobody where it may not have been served', () => {
    const goesOn = [first('sts-id'), `${AT.second} ${first('sts-id')}`, `610m ${first('sts-id')}`];
    const changesAt = START + 480 * 60_000;
    const findingBeside = (from: number): string | undefined => {
      const outages = [{ from, until: from + 1_000 }];
      const { servers } = judge(history(...CONTROLS, ...goesOn), LATE, 'not-yet', { outages });
      const results = servers.flatMap((server) => server.results);
      return results.find(({ scenario }) => scenario === 'sts-id')?.finding;
    };
    expect(findingBeside(changesAt)).toBe('refused-before-change');
    expect(findingBeside(changesAt - 8 * 3_600_000)).toBe('kept-old-policy');
  });
});

describe('what is said of the phases', () => {
  const saidAt = (now: number, ...lines: readonly string[]) => {
    const { scenarios, changesAt } = judge(history(...CONTROLS, ...lines), now);
    const { messages, phases } = scenarios.find(({ id }) => id === 'sts-gone')!;
    return [messages.find(({ code }) => code === 'policy-phases')?.facts, changesAt, phases] as const;
  };
  const time = (clock: string) => Date.parse(`2026-01-05T${clock}:00Z`);

  it.each([
    ['13:30', [first('sts-gone')], 'now', '18:00'],
    ['19:00', [first('sts-gone')], 'again', '24:00'],
    ['19:00', [], 'later', '24:00'],
    ['23:00', [first('sts-gone')], 'later', '24:00'],
  ])('at %s', (clock, lines, mail, changes) => {
    const changesAt = changes === '24:00' ? Date.parse('2026-01-06T00:00:00Z') : time(changes);
    const [facts, next, phases] = saidAt(time(clock), ...lines);
    expect(facts).toEqual({
      // Five minutes before the change are its edge.
      ...{ later: 'withdrawn', mail, changesAt: mail === 'now' ? time('17:55') : changesAt },
      from: time('18:45'),
      until: time('21:55'),
    });
    expect(phases).toEqual({
      ...{ phase: mail === 'now' ? 'first' : 'second', mail, endsAt: changesAt, changesAt: time('18:00') },
      ...{ from: time('18:45'), until: time('21:55'), policyEndsAt: time('22:00') },
    });
    expect(next).toBe(lines.length === 0 ? null : changesAt);
  });
});
