import { type Scenario, mustRefuse, scenariosOfLevel } from '#scenarios';
import { describe, expect, it } from 'vitest';

import { START, history } from '../../../../../test/support/check-history.js';

import { judge } from './judge.js';

const LATE = START + 86_400_000;

/** The quick scenarios, with as many refused ones: `wrong`, `wrong1`, `wrong2` and so on. */
function catalogueOf(refused: number): Scenario[] {
  const quick = scenariosOfLevel('quick');
  const wrong = quick.find(mustRefuse);
  if (wrong === undefined) throw new Error('no scenario is refused');
  const more = Array.from({ length: refused - 1 }, (_, index) => ({
    ...wrong,
    id: `wrong${index + 1}`,
    title: `Broken DANE ${index + 1}`,
  }));
  return [...quick, ...more];
}

const CONTROLS = ['mx1 delivers do', 'mx1 delivers dont'];

describe.each([2, 3, 20])('judge, with %i scenarios that must be refused', (count) => {
  const catalogue = catalogueOf(count);
  const verdictOf = (...story: readonly string[]) => judge(history(...story), LATE, 'not-yet', { catalogue });

  it('is not final while a message was begun at another one of them', () => {
    const story = [...CONTROLS, 'mx1 refuses wrong', 'mx1 loses wrong1', 'mx1 errs wrong1'];
    expect(verdictOf(...story.slice(0, -1))).toMatchObject({ outcome: 'enforces', provisional: false });
    expect(verdictOf(...story)).toMatchObject({ outcome: 'enforces', provisional: true });
  });
});

describe.each([1, 2, 3, 20])('judge, with %i scenarios that must be refused', (count) => {
  const catalogue = catalogueOf(count);
  const refusedIds = catalogue.filter(mustRefuse).map(({ id }) => id);
  const verdictOf = (...story: readonly string[]) => judge(history(...story), LATE, 'not-yet', { catalogue });

  it('enforces when all of them are refused, with a result for each', () => {
    const verdict = verdictOf(...CONTROLS, ...refusedIds.map((id) => `mx1 refuses ${id}`));
    expect(verdict).toMatchObject({ outcome: 'enforces', provisional: false });
    const results = verdict.servers.flatMap((server) => server.results);
    expect(results.map(({ scenario }) => scenario)).toEqual(catalogue.map(({ id }) => id));
    expect(results.filter(({ state }) => state === 'refused').map(({ scenario }) => scenario)).toEqual(
      refusedIds,
    );
    expect(verdict.scenarios.map(({ id }) => id)).toEqual(catalogue.map(({ id }) => id));
  });

  it('enforces when one was mailed: the others are not tested', () => {
    const verdict = verdictOf(...CONTROLS, `mx1 refuses ${refusedIds.at(-1) ?? ''}`);
    expect(verdict).toMatchObject({ outcome: 'enforces', provisional: false });
    expect(verdict.servers[0]?.results.filter(({ state }) => state === 'not-tested')).toHaveLength(count - 1);
  });

  it.each(refusedIds.slice(-2))('does not enforce when %s alone was delivered to', (id) => {
    const story = refusedIds.map((each) => `mx1 ${each === id ? 'delivers' : 'refuses'} ${each}`);
    const verdict = verdictOf(...CONTROLS, ...story);
    expect(verdict.outcome).toBe('does-not-enforce');
    expect(
      verdict.scenarios.filter(({ conclusion }) => conclusion === 'fail').map((each) => each.id),
    ).toEqual([id]);
    if (count > 1)
      expect(verdict.messages).toContainEqual({
        code: 'delivered-at',
        facts: { scenario: id, who: ['mx1.example.net (192.0.2.1)'], how: 'tls' },
      });
  });
});

describe('judge, by what a scenario requires', () => {
  const optional = catalogueOf(2).map((scenario): Scenario =>
    scenario.id === 'wrong1' ? { ...scenario, requirement: 'recommended' } : scenario,
  );
  const verdictOf = (...story: readonly string[]) =>
    judge(history(...story), LATE, 'not-yet', { catalogue: optional });

  it('shows what is only recommended, and does not let it decide', () => {
    const verdict = verdictOf('mx1 delivers do', 'mx1 refuses wrong', 'mx1 delivers wrong1');
    expect(verdict).toMatchObject({ outcome: 'enforces', provisional: false });
    expect(verdict.servers[0]?.results.at(-1)).toMatchObject({
      conclusion: 'fail',
      requirement: 'recommended',
    });
    expect(verdictOf('mx1 delivers do', 'mx1 refuses wrong1').outcome).toBe('waiting');
  });

  it('leaves out what is of no scenario of the catalogue', () => {
    const gone = judge(history('mx1 delivers do', 'mx1 delivers formerly'), LATE);
    expect(gone.outcome).toBe('waiting');
    expect(gone.scenarios.map(({ id }) => id)).not.toContain('formerly');
  });
});

describe('judge, of a host that is not offered any more', () => {
  const catalogue = scenariosOfLevel('quick');
  const verdictOf = (...story: readonly string[]) => judge(history(...story), LATE, 'not-yet', { catalogue });
  const PROVEN = [...CONTROLS, 'mx1 refuses wrong'];

  it('has no result, and a delivery there makes nothing red', () => {
    const verdict = verdictOf(...CONTROLS, 'mx1 delivers mx-wrong', 'mx1 refuses ee');
    expect(verdict.outcome).toBe('waiting');
    expect(verdict.servers[0]?.results.map(({ scenario }) => scenario)).toEqual(['do', 'dont', 'wrong']);
  });

  it('keeps the verdict from being final when somebody delivered there who must not', () => {
    expect(verdictOf(...PROVEN, 'mx1 refuses ee', 'mx1 refuses mx-wrong same-client')).toMatchObject({
      outcome: 'enforces',
      provisional: false,
    });
    for (const who of ['mx1', 'mx3']) {
      const verdict = verdictOf(...PROVEN, `${who} delivers mx-wrong message m2`);
      expect(verdict, who).toMatchObject({ outcome: 'enforces', provisional: true });
      expect(verdict.messages.map(({ code }) => code)).toContain(
        who === 'mx1' ? 'failed-unmeasured' : 'unknown-delivered',
      );
    }
  });

  it('keeps it from being final, too, when mail came in the clear although its records demand TLS', () => {
    expect(verdictOf(...PROVEN, 'mx1 delivers ee in clear').provisional).toBe(true);
    expect(verdictOf(...PROVEN, 'mx1 delivers plain in clear').provisional).toBe(false);
  });

  it('leaves a doubt beside a failure, too, which somebody may forgive', () => {
    const doubtsOf = (...story: readonly string[]) => verdictOf(...PROVEN, ...story).doubts;
    expect(doubtsOf('mx1 delivers wrong')).toEqual([]);
    const who = ['out.other.example (198.51.100.3)'];
    expect(doubtsOf('mx1 delivers wrong', 'mx3 delivers wrong message m2')).toEqual([
      { code: 'unknown-delivered-at', facts: { scenario: 'wrong', who } },
    ]);
    expect(doubtsOf('mx1 delivers wrong', 'mx1 delivers mx-wrong')).toMatchObject([
      { code: 'failed-unmeasured', facts: { scenario: 'mx-wrong' } },
    ]);
  });

  it('still shows whose servers there are', () => {
    const verdict = verdictOf(...PROVEN, 'mx3 delivers unsigned message m2');
    expect(verdict).toMatchObject({ outcome: 'enforces', provisional: true });
    expect(verdict.messages).toContainEqual({
      code: 'not-tested-yet',
      facts: { who: ['out.other.example (198.51.100.3)'] },
    });
    expect(verdict.strangers).toEqual([]);
    expect(verdictOf(...PROVEN, 'laptop refuses mx-wrong').strangers).toEqual([]);
  });
});
