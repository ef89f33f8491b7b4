import { describe, expect, it } from 'vitest';

import { plainStyle } from '../../probe/report/style.js';
import { TESTED } from '../judgement.js';
import { aFollowedCheck, anMtaStsVerdict, anOutcome, aVerdict } from '../test-check.js';
import { junitReport } from './junit.js';
import { nagiosLine } from './nagios.js';
import { fullReport, terseReport } from './report.js';
import { titlesOf } from './titles.js';

const DANE = aVerdict('enforces', { title: 'mx1 enforces DANE' });
const POLICIES = anMtaStsVerdict('does-not-enforce', { title: 'MTA-STS was not enforced.' });
const ALONE = { kind: 'dane-alone', title: DANE.title, meaning: '' };
const BOTH = { kind: 'dane', title: 'mx1 enforces DANE, but not MTA-STS', meaning: 'Domains are open.' };

const OPEN = aFollowedCheck({ verdict: DANE, headline: ALONE });
const LIKELY = { ...OPEN, mtaSts: { ...POLICIES, provisional: true } };
const KNOWN = aFollowedCheck({ verdict: DANE, headline: BOTH, mtaSts: POLICIES });
const OF_OLDER_SERVER = aFollowedCheck({ verdict: DANE });

describe('titlesOf', () => {
  it.each([
    ['dane', OPEN, ['met: mx1 enforces DANE']],
    ['dane', LIKELY, ['met: mx1 enforces DANE']],
    ['dane', OF_OLDER_SERVER, ['met: mx1 enforces DANE']],
    ['mta-sts', OPEN, ['open: MTA-STS: nothing was seen']],
    ['mta-sts', LIKELY, ['open: MTA-STS was not enforced']],
    ['both', OPEN, ['met: mx1 enforces DANE', 'open: MTA-STS: nothing was seen']],
    ['both', LIKELY, ['met: mx1 enforces DANE', 'open: MTA-STS was not enforced']],
    ['both', OF_OLDER_SERVER, ['met: mx1 enforces DANE', 'open: MTA-STS: nothing was seen']],
    // One line on both, with the judgement on what the run answers for.
    ['dane', KNOWN, [`met: ${BOTH.title}`]],
    ['mta-sts', { ...KNOWN, mtaSts: anMtaStsVerdict('enforces') }, [`met: ${BOTH.title}`]],
    ['both', { ...KNOWN, mtaSts: anMtaStsVerdict('inconclusive') }, [`open: ${BOTH.title}`]],
  ] as const)(
    'of a run for %s has one for each mechanism, or one on both (row %#)',
    (mechanism, check, titles) => {
      const said = titlesOf(anOutcome(check, mechanism));
      expect(said.map(({ judgement, text }) => `${judgement}: ${text}`)).toEqual(titles);
    },
  );
});

describe.each(TESTED)('the headline on both, in a run for %s,', (mechanism) => {
  const outcome = anOutcome(KNOWN, mechanism);
  const full = fullReport(outcome, plainStyle());

  it('is the first line, and the only one that says it', () => {
    expect(full[0]?.slice(2)).toBe(BOTH.title);
    expect(full).toContain('  Domains are open.');
    const said = full.join('\n');
    expect(said).not.toContain('MTA-STS was not enforced');
    expect(said.split(DANE.title)).toHaveLength(2);
  });

  it('is in every other output', () => {
    expect(terseReport(outcome, plainStyle())[0]).toContain(BOTH.title);
    expect(nagiosLine(outcome)).toContain(` - ${BOTH.title} (`);
    expect(junitReport(outcome, new Date(0), 'ci')).toContain(
      `<property name="headline" value="${BOTH.title}"/>`,
    );
  });
});

describe('of MTA-STS beside a run for DANE', () => {
  const lines = (doubts: readonly string[]) =>
    fullReport(anOutcome({ ...LIKELY, mtaSts: { ...LIKELY.mtaSts, doubts: [...doubts] } }), plainStyle());

  it('is said what is known, with the doubt that keeps it from being final', () => {
    expect(lines([])).toContain('  MTA-STS was not enforced.');
    expect(lines(['We had no policy.'])).toContain('  We had no policy.');
  });
});
