import { measures, SCENARIOS, type Scenario, mustRefuse, scenariosOfLevel } from '#scenarios';
import { describe, expect, it } from 'vitest';

import { START, history } from '../../../../../test/support/check-history.js';

import { judge } from './judge.js';

const LATE = START + 86_400_000;

describe('judge, with the whole catalogue', () => {
  /** A message to each scenario, by a conforming sender but for what it refuses and delivers to beside that. */
  const storyOf = (
    scenarios: readonly Scenario[],
    refused: readonly string[] = [],
    delivered: readonly string[] = [],
  ) =>
    scenarios.map((scenario) => {
      const isRefused =
        refused.includes(scenario.id) || (mustRefuse(scenario) && !delivered.includes(scenario.id));
      return `mx1 ${isRefused ? 'refuses' : 'delivers'} ${scenario.id}`;
    });
  const verdictOf = (story: readonly string[]) => judge(history(...story), LATE);
  const failed = (story: readonly string[]) =>
    verdictOf(story).scenarios.flatMap(({ id, conclusion }) => (conclusion === 'fail' ? [id] : []));
  const those = (...ids: readonly string[]) => SCENARIOS.filter(({ id }) => ids.includes(id));

  it('passes a sender that behaves as the standards require', () => {
    const verdict = verdictOf(storyOf(SCENARIOS));
    expect(verdict).toMatchObject({ outcome: 'enforces', provisional: false });
    expect(verdict.scenarios.map(({ conclusion }) => conclusion)).not.toContain('fail');
    expect(verdict.messages.map(({ code }) => code)).not.toContain('not-required-failed');
  });

  it('finds both mechanisms in a sender that does both, and MTA-STS alone where that overrides DANE', () => {
    expect(verdictOf(storyOf(SCENARIOS)).mtaSts).toMatchObject({ outcome: 'enforces', protection: 'both' });
    const overriding = storyOf(SCENARIOS, [], ['sts-dane']);
    expect(verdictOf(overriding)).toMatchObject({
      ...{ outcome: 'does-not-enforce', provisional: false },
      mtaSts: { outcome: 'enforces', provisional: false, protection: 'mta-sts' },
    });
    expect(failed(overriding)).toEqual(['sts-dane']);
  });

  it('passes a sender that implements usage 3 alone, and names what that leaves unprotected', () => {
    const story = storyOf(SCENARIOS, ['ta-right'], ['ta-bad']);
    expect(verdictOf(story)).toMatchObject({ outcome: 'enforces', provisional: false });
    expect(failed(story)).toEqual(['ta-bad', 'ta-right']);
    expect(verdictOf(story).messages.filter(({ code }) => code === 'not-required-failed')).toMatchObject([
      { facts: { scenario: 'ta-bad', who: ['mx1.example.net (192.0.2.1)'] } },
      { facts: { scenario: 'ta-right' } },
    ]);
  });

  it.each(['ta', 'ta-cert', 'wildcard'])(
    'refuses valid DANE at %s by usage 3 alone, where it delivers only to whom it authenticated',
    (id) => expect(verdictOf(storyOf(SCENARIOS, [id])).outcome).toBe('refuses-valid'),
  );

  it.each(['exp-ta', 'early-ta', 'name-ta', 'no-ca'])(
    'takes a refusal at %s for no proof: a sender without DANE may look at that as well',
    (id) => {
      const verdict = verdictOf(storyOf(those('do', 'dont', id)));
      expect(verdict.outcome).toBe('waiting');
      expect(verdict.servers[0]?.results.find(({ scenario }) => scenario === id)?.conclusion).toBe('pass');
      const all = storyOf(
        SCENARIOS,
        [],
        SCENARIOS.filter(mustRefuse).flatMap((each) => (each.id === id ? [] : [each.id])),
      );
      expect(verdictOf(all)).toMatchObject({ outcome: 'does-not-enforce', provisional: false });
    },
  );

  const REQUIRED = SCENARIOS.filter((each) => mustRefuse(each) && each.requirement === 'required');

  it.each(REQUIRED.filter(measures('dane')).map(({ id }) => id))(
    'does not enforce when it delivers to %s alone of those that it must refuse',
    (id) => {
      const verdict = verdictOf(storyOf(SCENARIOS, [], [id]));
      expect(verdict).toMatchObject({ outcome: 'does-not-enforce', provisional: false });
      expect(verdict.headline.failed).toEqual(['mx1.example.net']);
    },
  );

  it('names the certificate that was accepted when that is the only host that was mailed', () => {
    expect(verdictOf(['mx1 delivers do', 'mx1 delivers name-ta']).messages[0]).toMatchObject({
      code: 'accepted-wrong-certificate',
      facts: { who: ['mx1.example.net (192.0.2.1)'] },
    });
  });

  it('says where a server refuses that enforces DANE but looks at dates where it must not', () => {
    const verdict = verdictOf(storyOf(SCENARIOS, ['exp-ee']));
    expect(verdict.outcome).toBe('refuses-valid');
    expect(verdict.messages[0]).toEqual({
      code: 'refused-at',
      facts: { scenario: 'exp-ee', who: ['mx1.example.net (192.0.2.1)'] },
    });
  });

  it.each(['mtype', 'selector', 'short'])(
    'lets policy decide at %s, but for delivering in the clear, although TLS is used elsewhere',
    (id) => {
      expect(verdictOf(storyOf(SCENARIOS, [id]))).toMatchObject({ outcome: 'enforces' });
      const inClear = [...storyOf(SCENARIOS.filter((each) => each.id !== id)), `mx1 delivers ${id} in clear`];
      expect(verdictOf(inClear)).toMatchObject({ reading: 'clear-at-valid', outcome: 'does-not-enforce' });
      expect(verdictOf(inClear).messages[0]).toMatchObject({
        facts: { who: ['mx1.example.net (192.0.2.1)'] },
      });
    },
  );

  it('awaits nothing of a level of which nothing was seen', () => {
    const quick = storyOf(scenariosOfLevel('quick'));
    const soon = START + 10_000;
    const states = (story: readonly string[]) =>
      new Map(judge(history(...story), soon).scenarios.map(({ id, state }) => [id, state]));
    expect(judge(history(...quick), soon).changesAt).toBeNull();
    expect(states(quick).get('ta')).toBe('not-seen');
    const more = [...quick, 'mx1 delivers ee'];
    expect(judge(history(...more), soon).changesAt).not.toBeNull();
    expect([states(more).get('ta'), states(more).get('sha512')]).toEqual(['waiting', 'not-seen']);
  });

  it('says what becomes of the refused messages: some are released, that of ta-bad is not', () => {
    const quick = storyOf(scenariosOfLevel('quick'));
    expect(verdictOf(quick).advice).toEqual(['nothing-to-fix', 'message-waits-for-release']);
    expect(verdictOf([...quick, 'mx1 refuses ta-bad']).advice).toEqual([
      'nothing-to-fix',
      'message-waits-for-release',
      'message-stays-queued',
    ]);
  });
});
