import { describe, expect, it } from 'vitest';

import { sampleTarget } from '../../../../test/support/sample-probe.js';
import { sinceEarlier } from './policy-history.js';
import type { ProbeTarget } from './result.js';

const POLICY = 'version: STSv1\nmode: testing\nmx: mx.test\nmx: mx2.test\nmax_age: 604800\n';
const ENFORCED = POLICY.replace('testing', 'enforce');

function probed(day: number, text: string, id: string | undefined): ProbeTarget {
  const startedAt = new Date(Date.UTC(2026, 10, day)).toISOString();
  return sampleTarget({ startedAt, result: 'ok', mtaSts: { status: 'found', text, id, findings: [] } });
}

describe('sinceEarlier', () => {
  it('warns of a policy that changed without its id, until nobody can have the old one', () => {
    const first = probed(1, POLICY, '1');
    const second = sinceEarlier(probed(2, ENFORCED, '1'), first);
    expect(second).toMatchObject({
      result: 'warning',
      mtaSts: {
        findings: [{ code: 'mta-sts-id-unchanged', facts: { id: '1', seenAt: first.startedAt, days: 7 } }],
      },
    });
    const third = sinceEarlier(probed(8, ENFORCED, '1'), second);
    expect(third.mtaSts?.findings).toEqual(second.mtaSts?.findings);
    expect(sinceEarlier(probed(9, ENFORCED, '1'), third).mtaSts?.findings).toEqual([]);
    expect(sinceEarlier(probed(3, ENFORCED, '2'), second).mtaSts?.findings).toEqual([]);
  });

  it('says that the id changed for nothing', () => {
    expect(sinceEarlier(probed(2, POLICY, '2'), probed(1, POLICY, '1'))).toMatchObject({
      result: 'ok',
      mtaSts: { findings: [{ code: 'mta-sts-id-changed', facts: { id: '2' } }] },
    });
  });

  it('warns of a policy that was removed, until nobody can have it, and not of one that asked for nothing', () => {
    const none = (day: number) => ({
      ...probed(day, '', undefined),
      mtaSts: { status: 'none' as const, text: null, findings: [] },
    });
    const first = probed(1, ENFORCED, '1');
    const second = sinceEarlier(none(2), first);
    expect(second).toMatchObject({
      result: 'warning',
      mtaSts: { findings: [{ code: 'mta-sts-removed', facts: { seenAt: first.startedAt, days: 7 } }] },
    });
    const third = sinceEarlier(none(8), second);
    expect(third.mtaSts?.findings).toEqual(second.mtaSts?.findings);
    expect(sinceEarlier(none(9), third).mtaSts?.findings).toEqual([]);
    expect(sinceEarlier(probed(3, ENFORCED, '2'), second).mtaSts?.findings).toEqual([]);
    const asked = POLICY.replace('mode: testing', 'mode: none');
    expect(sinceEarlier(none(2), probed(1, asked, '1')).mtaSts?.findings).toEqual([]);
  });

  it.each([
    ['the id changed too', probed(1, POLICY, '1'), probed(2, ENFORCED, '2')],
    ['only the order of the hosts changed', probed(1, POLICY, '1'), probed(2, swapped(POLICY), '1')],
    ['the earlier result has no id', probed(1, POLICY, undefined), probed(2, ENFORCED, '1')],
    ['neither result has one', probed(1, POLICY, undefined), probed(2, ENFORCED, undefined)],
    ['there is no earlier one', null, probed(2, ENFORCED, '1')],
  ])('says nothing when %s', (_, earlier, later) => {
    expect(sinceEarlier(later, earlier)).toBe(later);
  });
});

function swapped(policy: string): string {
  return policy.replace('mx: mx.test\nmx: mx2.test', 'mx: MX2.test\nmx: mx.test');
}
