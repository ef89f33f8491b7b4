import { describe, expect, it } from 'vitest';

import type { FollowedCheck } from '../check-client.js';
import { judgementOf, progressOf } from './judgement.js';
import {
  aFollowedCheck,
  aFollowedScenario,
  aFollowedServer,
  anMtaStsVerdict,
  aVerdict,
  type Deed,
} from './test-check.js';

/** A check of these scenarios (those that begin with `bad` must be refused) and what each server did at them. */
function checkOf(
  verdict: Partial<FollowedCheck['verdict']>,
  servers: Readonly<Record<string, Readonly<Record<string, Deed>>>>,
): FollowedCheck {
  const ids = [...new Set(Object.values(servers).flatMap((results) => Object.keys(results)))];
  return aFollowedCheck({
    verdict: aVerdict('waiting', { code: '', ...verdict }),
    scenarios: ids.map(aFollowedScenario),
    servers: Object.entries(servers).map(([address, deeds]) => aFollowedServer(deeds, { address })),
  });
}

const FAILED: Deed = ['delivered', 'fail'];
const REFUSED: Deed = ['refused', 'pass'];
const LIKELY: Deed = ['likely-refused', 'waiting'];
const ENFORCES = { expect: 'enforces', allow: [], mechanism: 'dane' } as const;

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
  ) =>
    judgementOf(checkOf({ outcome: 'does-not-enforce', code }, servers), {
      ...ENFORCES,
      allow,
    });

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
      expect(judgementOf({ ...check, scenarios }, { ...ENFORCES, allow: ['bad'] })).toBe('open');
    },
  );

  it('is only likely where an allowed failure hides a doubt', () => {
    const verdict = { outcome: 'does-not-enforce', code: 'delivered-at-some', doubts: ['Somebody did it.'] };
    const check = checkOf(verdict, { mx1: { bad1: FAILED, bad2: REFUSED } });
    expect(judgementOf(check, { ...ENFORCES, allow: ['bad1'] })).toBe('likely');
    expect(judgementOf(check, ENFORCES)).toBe('missed');
  });

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
    return progressOf({ ...check, verdict, scenarios }, new Set(['good', id]), 'dane');
  };

  it('is complete when all that was mailed is decided', () => {
    expect(progressOf(check, new Set(['good', 'bad']), 'dane')).toBe('complete');
    expect(progress('not-seen', 'info')).toBe('complete');
    expect(progress('not-seen', 'waiting')).toBe('awaited');
    expect(progress('waiting', 'info')).toBe('awaited');
    expect(progress('rejected', 'waiting')).toBe('awaited');
    expect(progressOf(check, new Set(['good']), 'dane')).toBe('complete');
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

describe('of MTA-STS', () => {
  interface Circumstances {
    readonly mechanism?: 'mta-sts' | 'both';
    readonly allow?: readonly string[];
    readonly servers?: Parameters<typeof checkOf>[1];
  }
  const judged = (
    dane: string,
    mtaSts: FollowedCheck['mtaSts'] | string,
    { mechanism = 'mta-sts', allow = [], servers = {} }: Circumstances = {},
  ) => {
    const check = {
      ...checkOf({ outcome: dane, code: dane }, servers),
      mtaSts: typeof mtaSts === 'string' ? anMtaStsVerdict(mtaSts) : mtaSts,
    };
    return judgementOf(check, { ...ENFORCES, mechanism, allow });
  };

  it('is judged by its own verdict, and open where nothing was seen', () => {
    const failed = { mx1: { 'sts-cert': FAILED } };
    expect(judged('does-not-enforce', 'enforces')).toBe('met');
    expect(judged('enforces', 'does-not-enforce', { servers: failed })).toBe('missed');
    expect(judged('enforces', null)).toBe('open');
    expect(judged('enforces', anMtaStsVerdict('enforces', { provisional: true }))).toBe('likely');
  });

  it('is the worse of the two where both are tested', () => {
    const both = { mechanism: 'both' as const, servers: { mx1: { wrong: FAILED, 'sts-cert': FAILED } } };
    expect(judged('enforces', 'enforces', both)).toBe('met');
    expect(judged('does-not-enforce', 'enforces', both)).toBe('missed');
    expect(judged('enforces', 'does-not-enforce', both)).toBe('missed');
    expect(judged('enforces', 'inconclusive', both)).toBe('open');
    expect(judged('does-not-enforce', 'inconclusive', both)).toBe('missed');
  });

  it('forgives an allowed scenario by a proof of its own mechanism alone, and takes no other refusal for one', () => {
    const allowing = (deeds: Readonly<Record<string, Deed>>) =>
      judged('enforces', 'does-not-enforce', {
        allow: ['sts-mx'],
        servers: { mx1: { 'sts-mx': FAILED, ...deeds } },
      });
    expect(allowing({ 'sts-cert': REFUSED })).toBe('met');
    expect(allowing({ wrong: REFUSED })).toBe('open');
    // Which some senders refuse without a policy.
    expect(allowing({ 'sts-name': REFUSED })).toBe('open');
  });

  it('is awaited until its verdict is final', () => {
    const check = { ...checkOf({ outcome: 'enforces' }, {}), mtaSts: null };
    const likely = anMtaStsVerdict('enforces', { provisional: true });
    expect(progressOf(check, new Set(), 'dane')).toBe('complete');
    expect(progressOf(check, new Set(), 'both')).toBe('awaited');
    expect(progressOf({ ...check, mtaSts: likely }, new Set(), 'mta-sts')).toBe('awaited');
    expect(progressOf({ ...check, mtaSts: anMtaStsVerdict('enforces') }, new Set(), 'both')).toBe('complete');
  });
});
