import { describe, expect, it } from 'vitest';

import type { RecordType, ZoneRecord } from '../zone-record.js';
import { isCarriedOut, isEmptyPlan, planPublication, recordSets } from './publication-plan.js';

const record = (name: string, type: RecordType, data: string, ttl = 300): ZoneRecord => ({
  name,
  type,
  ttl,
  data,
});
const tlsa = (digest: string, ttl?: number) =>
  record('_25._tcp.do.example.', 'TLSA', `3 1 1 ${digest.repeat(32)}`, ttl);
const REPORTS = '"v=TLSRPTv1; rua=mailto:tls-reports@example"';

describe('recordSets', () => {
  it('reads at hosts what leads senders there, and at services what is made', () => {
    const sets = recordSets([
      record('do.example.', 'A', '192.0.2.1'),
      tlsa('aa'),
      tlsa('bb'),
      record('do.example.', 'TXT', REPORTS),
    ]);
    expect(sets.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'do.example. A',
      'do.example. TXT',
      'do.example. AAAA',
      'do.example. TLSA',
      '_25._tcp.do.example. TLSA',
    ]);
  });
});

describe('planPublication', () => {
  it('adds what is missing and leaves what is there', () => {
    const plan = planPublication([tlsa('aa'), tlsa('bb')], [tlsa('aa')]);
    expect(plan).toMatchObject({ added: [tlsa('bb')], unchanged: [tlsa('aa')], removed: [], deferred: [] });
    expect(isEmptyPlan(plan)).toBe(false);
    expect(isEmptyPlan(planPublication([tlsa('aa')], [tlsa('aa')]))).toBe(true);
  });

  it('removes address and TLSA records that are made no more', () => {
    const stale = [tlsa('bb'), record('do.example.', 'AAAA', '2001:db8::1')];
    const wanted = [tlsa('aa'), record('do.example.', 'A', '192.0.2.1')];
    expect(planPublication(wanted, [...wanted, ...stale]).removed).toEqual(stale);
  });

  it('lets the old TLSA record stay beside a new one, and removes it the next time', () => {
    const wanted = [tlsa('bb')];
    const first = planPublication(wanted, [tlsa('aa')]);
    expect(first).toMatchObject({ added: [tlsa('bb')], deferred: [tlsa('aa')], removed: [] });
    const second = planPublication(wanted, [tlsa('aa'), tlsa('bb')]);
    expect(second).toMatchObject({ added: [], deferred: [], removed: [tlsa('aa')] });
  });

  it('never removes the TXT and CAA records of others', () => {
    const others = [
      record('example.', 'TXT', '"v=spf1 -all"'),
      record('example.', 'TXT', '"google-site-verification=x"'),
      record('example.', 'CAA', '0 issue "other.example"'),
    ];
    const wanted = [record('example.', 'TXT', REPORTS), record('example.', 'CAA', '0 issue "ca.example"')];
    expect(planPublication(wanted, [...others, ...wanted])).toMatchObject({ removed: [], retimed: [] });
  });

  it('replaces a TXT record with the same version tag: two policies count as none', () => {
    const old = record('_smtp._tls.example.', 'TXT', '"v=TLSRPTv1; rua=mailto:old@example"');
    const wanted = [record('_smtp._tls.example.', 'TXT', REPORTS)];
    expect(planPublication(wanted, [old])).toMatchObject({ added: wanted, removed: [old] });
  });

  it('changes the TTL of a set once, and not of one that is shared with others', () => {
    const wanted = [tlsa('aa', 60), tlsa('bb', 60), record('example.', 'TXT', REPORTS, 60)];
    const others = record('example.', 'TXT', '"v=spf1 -all"');
    const present = [tlsa('aa'), tlsa('bb'), record('example.', 'TXT', REPORTS), others];
    expect(planPublication(wanted, present)).toMatchObject({
      added: [],
      retimed: [{ name: '_25._tcp.do.example.', type: 'TLSA', from: 300, ttl: 60 }],
    });
  });

  it('compares records in whatever way they are written', () => {
    const plan = planPublication(
      [record('A.example.', 'AAAA', '2001:DB8:0::1')],
      [record('a.example', 'AAAA', '2001:db8::1')],
    );
    expect(isEmptyPlan(plan)).toBe(true);
  });
});

describe('isCarriedOut', () => {
  const wanted = [tlsa('bb')];
  const plan = planPublication(wanted, [tlsa('aa')]);

  it('takes for done what was asked for, although what was put off is there still', () => {
    expect(isCarriedOut(plan, planPublication(wanted, [tlsa('aa'), tlsa('bb')]))).toBe(true);
    expect(isCarriedOut(plan, planPublication(wanted, [tlsa('bb')]))).toBe(true);
  });

  it.each([
    ['nothing was added yet', [tlsa('aa')]],
    ['it has another TTL', [tlsa('bb', 60)]],
    ['there is one that was not put off', [tlsa('bb'), tlsa('cc')]],
  ])('does not when %s', (_, present) => {
    expect(isCarriedOut(plan, planPublication(wanted, present))).toBe(false);
  });
});
