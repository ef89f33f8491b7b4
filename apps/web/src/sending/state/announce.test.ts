import { describe, expect, it } from 'vitest';

import '../../shared/in-english.js';

import type { CheckBody } from '#contracts';

import { announce } from './announce.js';
import { aCheck, anObservation } from './test-check.js';

const delivered = anObservation({ id: 1 });
const refused = anObservation({ id: 2, kind: 'refused', scenario: 'wrong' });
const enforces = { ...aCheck().verdict, outcome: 'enforces', title: 'It enforces DANE' } as const;

describe('announce', () => {
  it('says nothing about the first state: the page itself is read', () => {
    expect(announce(null, aCheck({ observations: [delivered] }))).toBeNull();
  });

  it('says only what is new', () => {
    const shown = aCheck({ observations: [delivered] });
    const next = aCheck({ observations: [delivered, refused], verdict: enforces });
    expect(announce(shown, next)).toBe(
      'Broken DANE: Refused after our certificate. Verdict: It enforces DANE.',
    );
  });

  it('says nothing when nothing is new', () => {
    const shown = aCheck({ observations: [delivered] });
    expect(announce(shown, structuredClone(shown))).toBeNull();
  });

  it('counts instead of reading out many', () => {
    const many = [1, 2, 3, 4].map((id) => anObservation({ id }));
    expect(announce(aCheck(), aCheck({ observations: many }))).toBe('4 new observations.');
  });

  it('does not call an open question a verdict', () => {
    const verdict = { ...aCheck().verdict, title: 'Something arrived', provisional: true };
    expect(announce(aCheck(), aCheck({ verdict }))).toBe('Still open: Something arrived.');
  });

  it('says when the queued message can be let through, and when it is', () => {
    const [refusedCheck, possible, released] = (['not-yet', 'possible', 'released'] as const).map((state) =>
      aCheck({ release: { state, at: null } }),
    ) as [CheckBody, CheckBody, CheckBody];
    expect(announce(refusedCheck, possible)).toBe('The queued message can be released now.');
    expect(announce(possible, released)).toBe('The queued message is released with the next retry.');
    const delivery = { ...released, observations: [anObservation({ scenario: 'wrong' })] };
    expect(announce(released, { ...delivery, release: { state: 'delivered', at: null } })).toBe(
      'Broken DANE: Delivered.',
    );
  });

  it('says when a verdict stops being provisional', () => {
    const shown = aCheck({ verdict: { ...enforces, provisional: true } });
    expect(announce(shown, aCheck({ verdict: enforces }))).toBe('Verdict: It enforces DANE.');
  });
});
