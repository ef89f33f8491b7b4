import { describe, expect, it } from 'vitest';

import type { FollowedCheck } from '../check-client.js';
import { isComplete, judgementOf } from './judgement.js';

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

  it('counts required scenarios alone', () => {
    const optional: Deed = ['delivered', 'fail', 'recommended'];
    expect(judged(['bad1'], { mx1: { bad1: FAILED, bad2: REFUSED, bad3: optional } })).toBe('met');
  });
});

describe('isComplete', () => {
  const check = checkOf({ outcome: 'enforces' }, { mx1: { good: REFUSED, bad: REFUSED } });
  const withState = (state: string, conclusion: string) => ({
    ...check,
    scenarios: check.scenarios.map((each) => (each.id === 'bad' ? { ...each, state, conclusion } : each)),
  });

  it('is so when all that was mailed is decided', () => {
    expect(isComplete(check, new Set(['good', 'bad']))).toBe(true);
    expect(isComplete(withState('not-seen', 'waiting'), new Set(['good', 'bad']))).toBe(false);
    expect(isComplete(withState('rejected', 'waiting'), new Set(['good', 'bad']))).toBe(false);
    expect(isComplete(withState('not-seen', 'waiting'), new Set(['good']))).toBe(true);
  });

  it('does not wait for a proof where a conforming sender leaves none, but until nothing is expected there', () => {
    const silent = (state: string) => ({
      ...check,
      scenarios: check.scenarios.map((each) =>
        each.id === 'bad' ? { ...each, id: 'bogus', state, conclusion: 'waiting' } : each,
      ),
    });
    expect(isComplete(silent('waiting'), new Set(['good', 'bogus']))).toBe(false);
    expect(isComplete(silent('not-seen'), new Set(['good', 'bogus']))).toBe(true);
  });

  it('is not so while the verdict may change', () => {
    for (const verdict of [{ outcome: 'enforces', provisional: true }, { outcome: 'waiting' }])
      expect(isComplete(checkOf(verdict, { mx1: { bad: REFUSED } }), new Set(['bad']))).toBe(false);
  });
});
