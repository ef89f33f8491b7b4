import { describe, expect, it } from 'vitest';

import { OUTCOMES } from '#checks';
import type { CheckBody } from '#contracts';

import { badge } from './badge.js';

function badgeOf(
  outcome: CheckBody['verdict']['outcome'],
  provisional = false,
  kind: CheckBody['headline']['kind'] = 'dane-alone',
): string {
  const verdict = { outcome, provisional } as CheckBody['verdict'];
  const headline = { kind, title: '', meaning: '' };
  return badge({ verdict, headline, createdAt: '2026-11-29T02:07:00.000Z' });
}

describe('badge', () => {
  it.each(OUTCOMES)('of %s names the outcome and the day', (outcome) => {
    expect(badgeOf(outcome)).toMatch(/aria-label="DANE: [a-zA-Z ]+ · 2026-11-29"/);
  });

  it('is green for nothing but a proven outcome', () => {
    const green = 'fill="#0a6339"';
    expect(OUTCOMES.filter((outcome) => badgeOf(outcome).includes(green))).toEqual(['enforces']);
    expect(badgeOf('enforces', true)).not.toContain(green);
    expect(badgeOf('enforces', true)).toContain('enforces, so far');
  });

  it('is neither red nor green where MTA-STS alone is enforced', () => {
    const image = badgeOf('does-not-enforce', false, 'mta-sts');
    expect(image).toContain('DANE: enforces MTA-STS only · 2026-11-29');
    expect(image).toContain('fill="#7a4a00"');
  });
});
