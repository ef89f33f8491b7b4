import { describe, expect, it } from 'vitest';

import {
  aFollowedCheck,
  aFollowedServer,
  anMtaStsVerdict,
  anOutcome,
  aVerdict,
  type Deed,
} from '../test-check.js';
import { exitCodeOf, nagiosLine } from './nagios.js';

const DOUBT = 'mx2 (a|b) delivered to “Broken DANE”, where no message may arrive.';
const LIKELY = { provisional: true };

/** What the run says before the URL. */
function saidOf(check: Parameters<typeof anOutcome>[0], mechanism: Parameters<typeof anOutcome>[1] = 'dane') {
  const line = nagiosLine(anOutcome(check, mechanism));
  expect(line.match(/\|/g), 'bars').toHaveLength(1);
  return / - (?<said>.*) \(https:/.exec(line)?.groups?.['said'];
}

describe('nagiosLine', () => {
  const likely = aVerdict('enforces', { ...LIKELY, title: 'mx1 seems to enforce DANE', doubts: [DOUBT] });
  const policies = anMtaStsVerdict('enforces', { ...LIKELY, title: 'It seems so.', doubts: ['We failed.'] });

  it('says what keeps a likely outcome from being certain', () => {
    const said = `mx1 seems to enforce DANE; doubt: ${DOUBT.replace('|', '/')}`;
    expect(saidOf(aFollowedCheck({ verdict: likely }))).toBe(said);
    expect(saidOf(aFollowedCheck({ verdict: likely, mtaSts: policies }), 'mta-sts')).toBe(
      'It seems so; doubt: We failed.',
    );
    expect(saidOf(aFollowedCheck({ verdict: likely, mtaSts: policies }), 'both')).toBe(
      `mx1 seems to enforce DANE; It seems so; doubt: ${DOUBT.replace('|', '/')} (and 1 other doubt)`,
    );
  });

  it('keeps a long doubt short, and what strangers wrote on its line', () => {
    const doubts = [`mx\n1\u001B[2J${'x'.repeat(400)}`];
    const said = saidOf(aFollowedCheck({ verdict: { ...likely, doubts } })) ?? '';
    expect(said).toMatch(/; doubt: mx 1\\u\{1b\}\[2Jx+…$/);
    expect(said.length).toBeLessThan(300);
  });

  it('says no doubt where the outcome is certain all the same', () => {
    const verdict = aVerdict('does-not-enforce', { title: 'T', doubts: [DOUBT] });
    const servers = [aFollowedServer({ wrong: ['delivered', 'fail'] })];
    expect(saidOf(aFollowedCheck({ verdict, servers }))).toBe('T');
  });
});

/** As docs/test.md has them. */
describe('exitCodeOf, and that of --nagios,', () => {
  const FAILED: Deed = ['delivered', 'fail'];
  const servers = [aFollowedServer({ wrong: FAILED, 'sts-cert': FAILED })];
  const VERDICTS = {
    enforced: ['enforces', false],
    likely: ['enforces', true],
    failed: ['does-not-enforce', false],
    open: ['inconclusive', true],
  } as const;

  it.each([
    // DANE, MTA-STS, and the codes of a run for DANE, for MTA-STS and for both.
    ['enforced', 'enforced', '0/0', '0/0', '0/0'],
    ['enforced', 'likely', '0/0', '3/1', '3/1'],
    ['enforced', 'failed', '0/0', '1/2', '1/2'],
    ['enforced', 'open', '0/0', '3/3', '3/3'],
    ['enforced', null, '0/0', '3/3', '3/3'],
    ['likely', 'enforced', '3/1', '0/0', '3/1'],
    ['likely', 'open', '3/1', '3/3', '3/3'],
    ['failed', 'enforced', '1/2', '0/0', '1/2'],
    ['failed', 'likely', '1/2', '3/1', '1/2'],
    ['failed', 'failed', '1/2', '1/2', '1/2'],
    ['failed', 'open', '1/2', '3/3', '1/2'],
    ['failed', null, '1/2', '3/3', '1/2'],
    ['open', 'enforced', '3/3', '0/0', '3/3'],
    ['open', 'failed', '3/3', '1/2', '1/2'],
    ['open', 'open', '3/3', '3/3', '3/3'],
  ] as const)('where DANE is %s and MTA-STS %s', (dane, mtaSts, ...codes) => {
    const [outcome, provisional] = VERDICTS[dane];
    const verdict = aVerdict(outcome, { provisional });
    const policies = mtaSts === null ? null : VERDICTS[mtaSts];
    const check = aFollowedCheck({
      ...{ verdict, servers },
      mtaSts: policies === null ? null : anMtaStsVerdict(policies[0], { provisional: policies[1] }),
    });
    const found = (['dane', 'mta-sts', 'both'] as const).map((mechanism) => {
      const ended = anOutcome(check, mechanism);
      return `${exitCodeOf(ended, false)}/${exitCodeOf(ended, true)}`;
    });
    expect(found).toEqual(codes);
  });

  it('is 130, and unknown, where Ctrl-C ended the run, whatever was seen', () => {
    const ended = anOutcome(aFollowedCheck({ verdict: aVerdict('enforces') }), 'dane', {
      isInterrupted: true,
    });
    expect([exitCodeOf(ended, false), exitCodeOf(ended, true)]).toEqual([130, 3]);
  });
});
