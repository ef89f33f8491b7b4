import { describe, expect, it } from 'vitest';

import type { FollowedCheck } from '../check-client.js';
import { judgementOf, progressOf } from './judgement.js';

type Deed = readonly [state: string, conclusion: string, requirement?: string];

/** A check of these scenarios (those that begin with `bad` must be refused) and what each server did at them. */
function checkOf(
  verdict: Partial<FollowedCheck['verdict']>,
  servers: Readonly<Record<string, Readonly<Record<string, Deed>>>>,
): FollowedCheck {
  const ids = [...new Set(Object.values(servers).flatMap((results) => Object.keys(results)))];
  return {
    token: '0123456789ab',
    url: 'https://dane.example/check/0123456789ab',
    revision: 1,
    verdict: { outcome: 'waiting', provisional: false, code: '', title: '', explanation: '', ...verdict },
    mtaSts: null,
    scenarios: ids.map((id) => ({
      id,
      level: 'quick',
      title: id,
      address: `test@0123456789ab.${id}.dane.example`,
      classicAddress: `0123456789ab@${id}.dane.example`,
      expected: id.startsWith('bad') ? 'refused' : 'delivered',
      requirement: 'required',
      state: 'delivered',
      conclusion: 'pass',
    })),
    servers: Object.entries(servers).map(([address, results]) => ({
      address,
      name: null,
      label: null,
      results: Object.entries(results).map(([scenario, [state, conclusion, requirement = 'required']]) => ({
        scenario,
        state,
        conclusion,
        requirement,
        finding: '',
        text: '',
        rfc: '',
      })),
    })),
    observations: [],
  };
}

const FAILED: Deed = ['delivered', 'fail'];
const REFUSED: Deed = ['refused', 'pass'];
const LIKELY: Deed = ['likely-refused', 'waiting'];
const ENFORCES = { expect: 'enforces', allow: [] };

describe('judgementOf', () => {
  it.each([
    [{ outcome: 'enforces', code: 'enforces' }, 'met'],
    [{ outcome: 'enforces', code: 'enforces-so-far', provisional: true }, 'likely'],
    [{ outcome: 'does-not-enforce' }, 'missed'],
    [{ outcome: 'no-tls' }, 'missed'],
    [{ outcome: 'refuses-valid' }, 'missed'],
    [{ outcome: 'refuses-valid', provisional: true }, 'open'],
    [{ outcome: 'waiting', provisional: true }, 'open'],
    [{ outcome: 'inconclusive', provisional: true }, 'open'],
    [{ outcome: 'inconclusive' }, 'open'],
  ])('of %j is %s, where a server failed', (verdict, judgement) => {
    expect(judgementOf(checkOf(verdict, { mx1: { bad: FAILED } }), ENFORCES)).toBe(judgement);
  });

  const judged = (
    allow: readonly string[],
    servers: Parameters<typeof checkOf>[1],
    code = 'delivered-at-some',
  ) => judgementOf(checkOf({ outcome: 'does-not-enforce', code }, servers), { expect: 'enforces', allow });

  it('takes an allowed code for the expected outcome', () => {
    expect(judged(['delivered-at-some'], { mx1: { bad: FAILED } })).toBe('met');
  });

  it('forgives an allowed scenario only where each server is proven to refuse another one', () => {
    expect(judged(['bad1'], { mx1: { bad1: FAILED, bad2: REFUSED } })).toBe('met');
    expect(judged(['bad1'], { mx1: { bad1: FAILED, bad2: LIKELY } })).toBe('open');
    expect(judged(['bad1'], { mx1: { bad1: FAILED } })).toBe('open');
    expect(judged(['bad1'], { mx1: { bad1: FAILED, bad2: REFUSED }, mx2: { bad1: FAILED } })).toBe('open');
    expect(judged(['bad1'], { mx1: { bad1: FAILED, bad2: FAILED } })).toBe('missed');
    expect(judged(['bad1', 'bad2'], { mx1: { bad1: FAILED, bad2: REFUSED } })).toBe('open');
    expect(judged(['bad1'], {})).toBe('open');
  });

  it.each(['exp-ta', 'nostls', 'ta-bad', 'sts-cert'])(
    'takes no refusal at %s for a proof: it may have another reason than DANE',
    (other) => {
      const check = checkOf(
        { outcome: 'does-not-enforce' },
        { mx1: { bad: FAILED, [other]: REFUSED, wrong: LIKELY } },
      );
      const scenarios = check.scenarios.map((each) => ({ ...each, expected: 'refused' }));
      expect(judgementOf({ ...check, scenarios }, { expect: 'enforces', allow: ['bad'] })).toBe('open');
    },
  );

  it('counts required scenarios alone', () => {
    const optional: Deed = ['delivered', 'fail', 'recommended'];
    expect(judged(['bad1'], { mx1: { bad1: FAILED, bad2: REFUSED, bad3: optional } })).toBe('met');
  });
});

describe('progressOf', () => {
  const check = checkOf({ outcome: 'enforces' }, { mx1: { good: REFUSED, bad: REFUSED } });
  const progress = (state: string, conclusion: string, { id = 'bad', verdict = check.verdict } = {}) => {
    const scenarios = check.scenarios.map((each) =>
      each.id === 'bad' ? { ...each, id, state, conclusion } : each,
    );
    return progressOf({ ...check, verdict, scenarios }, new Set(['good', id]));
  };

  it('is complete when all that was mailed is decided', () => {
    expect(progressOf(check, new Set(['good', 'bad']))).toBe('complete');
    expect(progress('not-seen', 'info')).toBe('complete');
    expect(progress('not-seen', 'waiting')).toBe('awaited');
    expect(progress('waiting', 'info')).toBe('awaited');
    expect(progress('rejected', 'waiting')).toBe('awaited');
    expect(progressOf(check, new Set(['good']))).toBe('complete');
  });

  it('is settled where no more than a likely refusal, or nothing at all, may ever be seen', () => {
    expect(progress('refused', 'waiting')).toBe('settled');
    for (const id of ['bogus', 'lame', 'nostls', 'tls454', 'reset', 'retry'])
      expect(progress('waiting', 'waiting', { id })).toBe('settled');
  });

  it('is neither while the verdict may change', () => {
    for (const change of [{ provisional: true }, { outcome: 'waiting' }])
      expect(progress('refused', 'pass', { verdict: { ...check.verdict, ...change } })).toBe('awaited');
  });
});
