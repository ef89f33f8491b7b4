/** Which headline a check gets in which both mechanisms were tested. */
import { describe, expect, it } from 'vitest';

import { ENFORCED, history, START } from '../../../../../test/support/check-history.js';

import { judge } from './judge.js';

const CONTROLS = ['mx1 delivers sts-good', 'mx1 delivers sts-none'];
const REFUSED = ['mx1 refuses sts-cert same-client', 'mx1 refuses sts-mx same-client'];
const DELIVERED = ['mx1 delivers sts-cert', 'mx1 delivers sts-mx'];
const WITHOUT_DANE = ['mx1 delivers do', 'mx1 delivers dont', 'mx1 delivers wrong'];

const overallOf = (...lines: readonly string[]) => judge(history(...lines), START + 86_400_000).overall;

describe('the headline on both', () => {
  it.each([
    ['both', ENFORCED, REFUSED],
    ['dane', ENFORCED, DELIVERED],
    ['mta-sts', WITHOUT_DANE, REFUSED],
    ['neither', WITHOUT_DANE, DELIVERED],
  ] as const)('is that %s is enforced, by the same server', (kind, atDane, atPolicies) => {
    expect(overallOf(...atDane, ...CONTROLS, ...atPolicies)).toMatchObject({
      ...{ kind, isSameServers: true, daneWins: false },
    });
  });

  it('is none where MTA-STS was not tested, or one of the two is open', () => {
    expect(overallOf(...WITHOUT_DANE)).toBeNull();
    expect(overallOf(...WITHOUT_DANE, 'mx1 delivers sts-good', ...REFUSED)).toBeNull();
    expect(overallOf('mx1 delivers do', ...CONTROLS, ...REFUSED)).toBeNull();
  });

  it('says that DANE wins only where each server refused what a policy allows', () => {
    const both = [...ENFORCED, ...CONTROLS, ...REFUSED];
    expect(overallOf(...both, 'mx1 refuses sts-dane same-client')?.daneWins).toBe(true);
    expect(overallOf(...both, 'mx1 delivers sts-dane')).toMatchObject({ kind: 'mixed', daneWins: false });
  });

  it('says that a policy wins where DANE fails at nothing but what a policy allows, and what to do', () => {
    const judged = (...lines: readonly string[]) => {
      const { overall, advice } = judge(history(...lines, ...CONTROLS, ...REFUSED), START + 86_400_000);
      return [overall?.policyWins, advice[0]];
    };
    expect(judged(...ENFORCED, 'mx1 delivers sts-dane')).toEqual([true, 'prefer-dane']);
    expect(judged(...ENFORCED, 'mx1 delivers sts-dane', 'mx1 delivers name-ta')).toEqual([
      ...[false, 'turn-on-dane'],
    ]);
    expect(judged(...WITHOUT_DANE, 'mx1 delivers sts-dane')).toEqual([false, 'turn-on-dane']);
  });

  it('is fair to a sender without DANE that sends in the clear where it may, not to one that uses DANE in part', () => {
    expect(overallOf(...WITHOUT_DANE, 'mx1 delivers nostls in clear', ...CONTROLS, ...REFUSED)?.kind).toBe(
      'mta-sts',
    );
    expect(overallOf(...ENFORCED, 'mx1 delivers wrong', ...CONTROLS, ...REFUSED)?.kind).toBe('mixed');
  });

  it('waits for the rest where mail came to hosts with a policy alone, and credits it with nothing', () => {
    const { reading, headline } = judge(history(...CONTROLS, ...REFUSED), START);
    expect(reading).toBe('nothing-yet');
    expect(headline).toMatchObject({
      ...{ reading: 'more-to-come', servers: ['mx1.example.net'], proven: [], failed: [] },
    });
  });

  it('credits nobody with what another server did at hosts with a policy, and says which did', () => {
    const second = ['mx2 delivers do', 'mx2 delivers dont', 'mx2 delivers wrong'];
    expect(overallOf(...WITHOUT_DANE, ...second, ...CONTROLS, ...REFUSED)).toMatchObject({
      ...{ kind: 'mixed', isSameServers: false, policyServers: ['mx1.example.net'] },
    });
    const enforced = ['mx2 delivers do', 'mx2 delivers dont', 'mx2 refuses wrong'];
    expect(overallOf(...ENFORCED, ...enforced, ...CONTROLS, ...REFUSED)?.kind).toBe('mixed');
    const third = [...CONTROLS, ...REFUSED].map((line) => line.replace('mx1', 'mx3'));
    expect(overallOf(...WITHOUT_DANE, ...CONTROLS, ...REFUSED, ...third)).toMatchObject({
      ...{ kind: 'mta-sts', isSameServers: false, policyServers: ['mx1.example.net', 'out.other.example'] },
    });
  });
});
