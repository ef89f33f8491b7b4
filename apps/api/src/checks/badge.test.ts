import { describe, expect, it } from 'vitest';

import { OUTCOMES } from '#checks';
import type { CheckBody } from '#contracts';
import { type Mechanism, MECHANISMS } from '#scenarios';

import { badge } from './badge.js';

const NAMES: Readonly<Record<Mechanism, string>> = { dane: 'DANE', 'mta-sts': 'MTA-STS' };
const GREEN = 'fill="#0a6339"';
const AMBER = 'fill="#7a4a00"';

type Outcome = CheckBody['verdict']['outcome'];

interface Shown {
  readonly provisional?: boolean;
  readonly kind?: CheckBody['headline']['kind'];
  /** Of the other mechanism; null: nothing was seen of it. */
  readonly other?: Outcome | null;
}

function badgeOf(mechanism: Mechanism, outcome: Outcome | null, shown: Shown = {}): string {
  const { provisional = false, kind = 'dane-alone', other = 'inconclusive' } = shown;
  const own = outcome === null ? null : { outcome, provisional };
  const others = other === null ? null : { outcome: other, provisional: false };
  const [verdict, mtaSts] = mechanism === 'dane' ? [own, others] : [others, own];
  const check = {
    ...{ verdict, mtaSts, createdAt: '2026-11-29T02:07:00.000Z' },
    headline: { kind, title: '', meaning: '' },
  };
  return badge(check as Parameters<typeof badge>[0], mechanism);
}

describe.each(MECHANISMS)('badge of %s', (mechanism) => {
  it.each(OUTCOMES)('of %s names the outcome and the day, and no other mechanism', (outcome) => {
    const label = new RegExp(`aria-label="${NAMES[mechanism]}: [a-zA-Z -]+ · 2026-11-29"`);
    expect(badgeOf(mechanism, outcome)).toMatch(label);
    expect(badgeOf(mechanism, outcome)).not.toContain(mechanism === 'dane' ? 'MTA-STS' : 'DANE');
  });

  it('is green for nothing but a proven outcome of its own', () => {
    const isGreen = (outcome: Outcome): boolean =>
      badgeOf(mechanism, outcome, { other: 'enforces' }).includes(GREEN);
    expect(OUTCOMES.filter(isGreen)).toEqual(['enforces']);
    const soFar = badgeOf(mechanism, 'enforces', { provisional: true });
    expect(soFar).not.toContain(GREEN);
    expect(soFar).toContain('enforces, so far');
  });
});

describe('where MTA-STS alone is enforced', () => {
  const kind = 'mta-sts';

  it('the badge of DANE is neither red nor green, and says so', () => {
    const image = badgeOf('dane', 'does-not-enforce', { kind, other: 'enforces' });
    expect(image).toContain('DANE: enforces MTA-STS only · 2026-11-29');
    expect(image).toContain(AMBER);
  });

  it('that of MTA-STS is green', () => {
    const image = badgeOf('mta-sts', 'enforces', { kind, other: 'does-not-enforce' });
    expect(image).toContain('MTA-STS: enforces · 2026-11-29');
    expect(image).toContain(GREEN);
  });
});

it('the badge of MTA-STS says that it waits while nothing was seen of it', () => {
  expect(badgeOf('mta-sts', null, { other: 'enforces' })).toContain('"MTA-STS: waiting · 2026-11-29"');
});
