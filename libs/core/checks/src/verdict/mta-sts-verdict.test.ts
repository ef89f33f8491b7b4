/** What is said of MTA-STS, and that it and DANE leave each other alone. */
import { describe, expect, it } from 'vitest';

import { ENFORCED, history, START } from '../../../../../test/support/check-history.js';

import { judge } from './judge.js';
import type { Outage } from './not-given.js';

const MINUTE = 60_000;
const LATE = START + 86_400_000;
const CONTROLS = ['mx1 delivers sts-good same-client', 'mx1 delivers sts-none same-client'] as const;
const REFUSED = ['mx1 refuses sts-cert same-client', 'mx1 refuses sts-mx same-client'] as const;
const DELIVERED = ['mx1 delivers sts-cert', 'mx1 delivers sts-mx'] as const;
const WITHOUT_DANE = ['mx1 delivers do', 'mx1 delivers dont', 'mx1 delivers wrong'] as const;
/** A delivery names its recipient. */
const exact = (lines: readonly string[]) =>
  lines.map((line) => line.replace(/(delivers .*) same-client$/, '$1'));

const verdictOf = (...lines: readonly string[]) => judge(history(...exact(lines)), LATE);
const mtaStsOf = (...lines: readonly string[]) => verdictOf(...lines).mtaSts;

describe('the verdict on MTA-STS', () => {
  it.each([
    ['both', ENFORCED, REFUSED],
    ['dane', ENFORCED, DELIVERED],
    ['mta-sts', WITHOUT_DANE, REFUSED],
    ['neither', WITHOUT_DANE, DELIVERED],
  ] as const)('is that %s is enforced', (protection, atDane, atPolicies) => {
    expect(mtaStsOf(...atDane, ...CONTROLS, ...atPolicies)).toMatchObject({ protection, provisional: false });
  });

  it('is none while no host with a policy was seen', () => {
    expect(mtaStsOf(...ENFORCED)).toBeNull();
  });

  it.each([
    ['without the control where it must deliver', ['mx1 delivers sts-none', ...REFUSED], 'inconclusive'],
    [
      'that takes no untrusted certificate',
      [CONTROLS[0], 'mx1 refuses sts-none', ...REFUSED],
      'inconclusive',
    ],
    ['that was mailed at no host without a policy', [CONTROLS[0], ...REFUSED], 'inconclusive'],
    ['of names alone, which some look at without a policy', [...CONTROLS, 'mx1 refuses sts-name'], 'waiting'],
  ])('takes refusals for no proof %s', (_, lines, outcome) => {
    const mtaSts = mtaStsOf(...lines);
    expect(mtaSts?.protection).toBeNull();
    expect([outcome, 'waiting']).toContain(mtaSts?.outcome);
  });

  it('takes a refusal for no proof while an attempt at sts-none may have been lost, or have come from an address unknown to be its own', () => {
    const story = (queued: string) => [CONTROLS[0], `2m mx1 delivers sts-none queued ${queued}`, ...REFUSED];
    expect(mtaStsOf(...story('0s'))).toMatchObject({ outcome: 'enforces', provisional: false });
    expect(mtaStsOf(...story('2m'))).toMatchObject({ outcome: 'inconclusive' });
  });

  it('is red where a host with a valid policy is refused, and after one delivery that a policy forbids', () => {
    expect(mtaStsOf('mx1 delivers sts-none', 'mx1 refuses sts-good')).toMatchObject({
      outcome: 'refuses-valid',
    });
    expect(mtaStsOf(...CONTROLS, ...REFUSED, 'mx1 delivers sts-name')).toMatchObject({
      outcome: 'does-not-enforce',
    });
  });

  describe('where policies were not served for a minute', () => {
    const OUTAGE = { from: START, until: START + MINUTE };
    const open = { outcome: 'does-not-enforce', provisional: true, protection: null };
    const final = { outcome: 'does-not-enforce', provisional: false, doubts: [] };
    const inOutage = (...lines: readonly string[]) =>
      judge(history(...exact(lines)), LATE, 'not-yet', { outages: [OUTAGE] });
    const delivered = '30s mx1 delivers sts-cert';

    it('is red, and not for good', () => {
      const doubts = [{ code: 'policy-not-given', facts: { scenario: 'sts-cert' } }];
      for (const time of ['30s', '2m', '4h'])
        expect(inOutage(...CONTROLS, `${time} mx1 delivers sts-cert`).mtaSts).toMatchObject({
          ...open,
          doubts,
        });
      expect(inOutage(...CONTROLS, '40s mx1 delivers sts-plain in clear').mtaSts).toMatchObject(open);
    });

    it.each(['required', 'recommended'])(
      'has open results at the hosts where it failed (%s)',
      (requirement) => {
        const id = requirement === 'required' ? 'sts-cert' : 'sts-wide';
        const { servers, scenarios } = inOutage(...CONTROLS, `30s mx1 delivers ${id}`);
        const results = servers.flatMap((each) => each.results).filter(({ scenario }) => scenario === id);
        const waiting = { state: 'delivered', conclusion: 'waiting', finding: 'policy-not-given' };
        expect(results).toMatchObject([{ ...waiting, requirement }]);
        expect(scenarios.find((scenario) => scenario.id === id)).toMatchObject({ conclusion: 'waiting' });
        const known = verdictOf(...CONTROLS, `mx1 delivers ${id}`).servers.flatMap((each) => each.results);
        expect(known).toContainEqual(expect.objectContaining({ scenario: id, conclusion: 'fail' }));
      },
    );

    it.each([
      ['that was after the delivery', ['0s mx1 delivers sts-cert']],
      ['that was long before', ['5h mx1 delivers sts-cert']],
    ])('is red for good where %s', (_, lines) => {
      const { mtaSts } = judge(history(...exact([...CONTROLS, ...lines])), LATE, 'not-yet', {
        outages: [{ ...OUTAGE, from: START + 10_000 }],
      });
      expect(mtaSts).toMatchObject(final);
    });

    it('is not for good when the policy was fetched meanwhile: that may be another machine, or an admin', () => {
      for (const who of ['mx1', 'mx2'])
        expect(inOutage(...CONTROLS, `20s ${who} fetches sts-cert`, delivered).mtaSts).toMatchObject(open);
    });

    it('is red for good where it failed at another time as well', () => {
      const { mtaSts } = inOutage(...CONTROLS, delivered, '6h mx1 delivers sts-cert');
      expect(mtaSts).toMatchObject({ ...final, doubts: {} });
    });

    it('is what it was where nothing failed', () => {
      const proven = [...CONTROLS, ...REFUSED];
      expect(inOutage(...proven).mtaSts).toEqual(mtaStsOf(...proven));
    });

    it('waits a few seconds until it is known whether they were served', () => {
      const seen = history(...exact([...CONTROLS, delivered]));
      const at = START + 31_000;
      const judged = (outages: readonly Outage[], now = at) => judge(seen, now, 'not-yet', { outages });
      const unknown = judged([{ from: START + 20_000, until: Infinity }]);
      expect(unknown.mtaSts).toMatchObject(open);
      expect(unknown.changesAt).toBeLessThan(at + 5_000);
      expect(judged([{ from: START + 30_500, until: Infinity }]).mtaSts).toMatchObject(final);
      expect(judged([{ from: START + 20_000, until: Infinity }], LATE).changesAt).toBeNull();
    });
  });

  it('judges no delivery over a connection that had been opened to a host of DANE, nor the other way round', () => {
    const verdict = verdictOf(
      'mx1 delivers do',
      'mx1 delivers sts-cert over dont',
      'mx1 delivers wrong over sts-cert',
    );
    const results = verdict.servers.flatMap((server) => server.results);
    const reused = results.filter(({ finding }) => finding === 'connection-reused');
    expect(reused.map(({ scenario }) => scenario)).toEqual(['wrong']);
    expect(verdict.outcome).not.toBe('does-not-enforce');
    expect(verdict.mtaSts?.outcome).not.toBe('does-not-enforce');
  });

  it('takes a message at the next MX host for no proof, and the refusal of the one that is not listed for one', () => {
    const [refusal, next] = ['mx1 refuses sts-next same-client', 'mx1 delivers sts-next fallback'];
    expect(mtaStsOf(...CONTROLS, next)?.outcome).toBe('waiting');
    expect(mtaStsOf(...CONTROLS, refusal, next)).toMatchObject({ outcome: 'enforces', provisional: false });
    expect(mtaStsOf(...CONTROLS, ...REFUSED, 'mx1 delivers sts-next')?.outcome).toBe('does-not-enforce');
  });

  it('is red after a message in the clear where a policy demands TLS, and not green by leaving there', () => {
    const [clear, leaves] = ['mx1 delivers sts-plain in clear', 'mx1 greets sts-plain in clear same-client'];
    expect(mtaStsOf(...CONTROLS, ...REFUSED, clear)?.outcome).toBe('does-not-enforce');
    expect(mtaStsOf(...CONTROLS, leaves)?.outcome).toBe('waiting');
    // What it did where DANE is judged does not show there: it is not said that it never sends in the clear.
    const { servers } = verdictOf(...CONTROLS, 'mx1 delivers plain in clear', leaves);
    const left = servers.flatMap(({ results }) => results.filter(({ scenario }) => scenario === 'sts-plain'));
    expect(left).toMatchObject([{ state: 'likely-refused', finding: 'withheld-under-policy' }]);
    expect(mtaStsOf(...CONTROLS, ...REFUSED, leaves)).toMatchObject({
      outcome: 'enforces',
      provisional: false,
    });
  });

  it('takes leaving after EHLO for no proof, although senders that judge the certificate only then do it', () => {
    const lines = [...CONTROLS, 'mx1 greets sts-cert same-client', 'mx1 greets sts-mx same-client'];
    const { mtaSts, servers } = verdictOf(...lines, ...lines.slice(2));
    const found = servers.flatMap(({ results }) => results.filter(({ state }) => state === 'left'));
    expect(found.map(({ finding, conclusion }) => [finding, conclusion])).toEqual([
      ['left-under-policy', 'waiting'],
      ['left-under-policy', 'waiting'],
    ]);
    expect(mtaSts).toMatchObject({ outcome: 'waiting', protection: null });
  });

  it('says of policies, not of TLSA records, why a result is what it is', () => {
    const findings = verdictOf(...CONTROLS, ...DELIVERED, 'mx1 refuses sts-test').servers.flatMap(
      ({ results }) => results.map(({ scenario, finding }) => `${scenario} ${finding}`),
    );
    expect(findings).toEqual(
      expect.arrayContaining(['sts-cert accepted-against-policy', 'sts-test refused-despite-policy']),
    );
  });
});

describe('the verdict on DANE', () => {
  it('is not proven by a refusal that a policy may be the reason for: a sender may not trust the authority', () => {
    const lines = ['mx1 delivers do', 'mx1 delivers dont', 'mx1 refuses sts-dane same-client'];
    expect(verdictOf(...lines).outcome).not.toBe('enforces');
    expect(verdictOf(...lines, 'mx1 refuses wrong')).toMatchObject({
      outcome: 'enforces',
      provisional: false,
    });
    expect(verdictOf(...ENFORCED, 'mx1 delivers sts-dane').outcome).toBe('does-not-enforce');
  });

  it.each([
    ['enforced', ENFORCED],
    ['ignored', WITHOUT_DANE],
    ['half seen', ['mx1 delivers do']],
    ['only refused', ['mx1 refuses wrong', 'mx1 refuses dont']],
  ] as const)('is the same whatever is seen of MTA-STS (%s)', (_, lines) => {
    const { outcome, provisional, reading, headline, messages, advice } = judge(history(...lines), LATE);
    for (const others of [REFUSED, DELIVERED, ['mx2 delivers sts-good', 'mx2 refuses sts-cert']]) {
      const verdict = verdictOf(...lines, ...CONTROLS, ...others);
      expect(verdict).toMatchObject({ outcome, provisional, reading, headline, messages, advice });
    }
  });
});
