/** What a verdict makes of further addresses that DNS ties to a server. */
import { describe, expect, it } from 'vitest';

import { CLIENTS, ENFORCED, START, history, resultsOf } from '../../../../../test/support/check-history.js';

import { judge } from './judge.js';
import type { SystemKnowledge } from './servers.js';
import type { Verdict } from './verdict.js';

const LATE = START + 30 * 86_400_000;

it('judge, names the addresses of one machine, which need not do the same', () => {
  const story = ['mx1 delivers do', 'mx6 delivers do', 'mx1 refuses wrong'];
  expect(judge(history(...story), START + 86_400_000).headline).toMatchObject({
    servers: ['mx1.example.net (192.0.2.1)', 'mx1.example.net (2001:db8::25)'],
    proven: ['mx1.example.net (192.0.2.1)'],
  });
});

describe('judge, with what DNS says about the addresses', () => {
  const link = (evidence: 'forward-confirmed' | 'spf') => ({ evidence, domain: 'example.net' });
  const knowing = (...who: readonly string[]): SystemKnowledge =>
    new Map(
      who.map((name) => [
        CLIENTS[name]?.[0] ?? '',
        { reverseName: `${name}.example.net`, links: [link('forward-confirmed')] },
      ]),
    );
  const verdictOf = (systems: SystemKnowledge, ...story: readonly string[]): Verdict =>
    judge(history(...story), LATE, 'not-yet', { systems });

  it('takes a refusal by another address of the system as likely', () => {
    const verdict = verdictOf(knowing('mx1', 'mx2'), 'mx1 delivers do', 'mx2 refuses wrong');
    expect(verdict).toMatchObject({ outcome: 'enforces', provisional: true, strangers: [] });
    expect(resultsOf(verdict)).toContain('mx2 wrong: likely-refused (refused-by-system)');
    expect(verdict.servers.map(({ membership, reverseName }) => [membership, reverseName])).toEqual([
      ['delivered', 'mx1.example.net'],
      ['forward-confirmed', 'mx2.example.net'],
    ]);
  });

  it('is not final beside a message that another address brings over a connection to another host', () => {
    const story = [...ENFORCED, 'mx2 delivers wrong over do of 0123456789ac message m2'];
    for (const systems of [knowing(), knowing('mx1', 'mx2')]) {
      expect(verdictOf(systems, ...story)).toMatchObject({
        ...{ outcome: 'enforces', provisional: true },
        doubts: [{ code: 'unknown-delivered-at', facts: { scenario: 'wrong' } }],
      });
    }
  });

  it('needs the server itself to be forward-confirmed, but not for SPF', () => {
    const address = CLIENTS['mx3']?.[0] ?? '';
    const story = ['mx1 delivers do', 'mx3 refuses wrong'];
    expect(verdictOf(knowing('mx3'), ...story).outcome).toBe('waiting');
    const spf = new Map([[address, { reverseName: null, links: [link('spf')] }]]);
    expect(verdictOf(spf, ...story)).toMatchObject({ outcome: 'enforces', provisional: true });
    const elsewhere = new Map([
      [address, { reverseName: null, links: [{ ...link('spf'), domain: 'other.example' }] }],
    ]);
    expect(verdictOf(elsewhere, ...story).outcome).toBe('waiting');
  });

  const spf: SystemKnowledge = new Map([
    [CLIENTS['mx3']?.[0] ?? '', { reverseName: null, links: [link('spf')] }],
  ]);

  it.each([
    ['refused', 'mx3 refuses do'],
    ['lost', 'mx3 loses do'],
  ])(
    'takes what was %s at do by an address of the system, whatever its name, for the beginning of a fallback',
    (_, first) => {
      const story = [first, 'mx1 delivers do', 'mx1 refuses wrong'];
      expect(verdictOf(new Map(), ...story)).toMatchObject({ outcome: 'enforces', provisional: false });
      expect(verdictOf(spf, ...story)).toMatchObject({ outcome: 'enforces', provisional: true });
    },
  );

  it('is not final while an address of the system began a message at wrong', () => {
    const story = [...ENFORCED, 'mx3 mails wrong'];
    expect(verdictOf(new Map(), ...story)).toMatchObject({ outcome: 'enforces', provisional: false });
    const verdict = verdictOf(spf, ...story);
    expect(verdict).toMatchObject({ outcome: 'enforces', provisional: true });
    expect(verdict.messages).toContainEqual({
      code: 'not-tested-yet',
      facts: { who: ['out.other.example (198.51.100.3)'] },
    });
  });

  const RETRIED = ['mx1 delivers do', 'mx2 refuses wrong', '5m mx1 delivers wrong released'];
  const PROVEN = 'mx2 wrong: refused (deferred-and-retried)';

  it('proves it once the same message is deferred and retried by the system', () => {
    expect(resultsOf(verdictOf(knowing('mx1', 'mx2'), ...RETRIED))).toContain(PROVEN);
    const another = RETRIED.map((line) => `${line}${line.includes('released') ? ' message m2' : ''}`);
    expect(resultsOf(verdictOf(knowing('mx1', 'mx2'), ...another))).not.toContain(PROVEN);
  });

  it('does not prove it of an address that refuses a host without DANE as well: it may refuse everything', () => {
    const story = ['mx1 delivers do', 'mx2 refuses dont', ...RETRIED.slice(1)];
    expect(resultsOf(verdictOf(knowing('mx1', 'mx2'), ...story))).toContain(
      'mx2 wrong: likely-refused (refused-by-system)',
    );
  });

  it('does not prove it by a retry that came before the refusal', () => {
    const story = [...ENFORCED, '5m mx1 delivers wrong released', '20m mx2 refuses wrong'];
    expect(resultsOf(verdictOf(knowing('mx1', 'mx2'), ...story))).toContain(
      'mx2 wrong: likely-refused (refused-by-system)',
    );
  });

  it('leaves the server open that only delivered, because only our release let it', () => {
    const verdict = verdictOf(knowing('mx1', 'mx2'), ...RETRIED);
    expect(verdict).toMatchObject({ outcome: 'enforces', provisional: true });
    expect(verdict.messages).toContainEqual({
      code: 'not-tested-yet',
      facts: { who: ['mx1.example.net (192.0.2.1)'] },
    });
  });

  it('leaves an address open that was seen where only its family reaches: a pool may enforce by the other alone', () => {
    const preferred = ['mx6 delivers do', 'mx6 delivers dont', 'mx6 refuses wrong', 'mx1 delivers ipv4'];
    const provisional = (...story: readonly string[]) =>
      verdictOf(knowing('mx1', 'mx6'), ...preferred, ...story).provisional;
    expect(provisional()).toBe(true);
    expect(provisional('mx1 delivers do message m2', 'mx1 refuses wrong')).toBe(false);
  });

  it('does not take two messages for one that goes on being refused, where a release came between them', () => {
    const story = [
      'mx2 loses do',
      'mx1 refuses wrong',
      '2m mx1 delivers do',
      '5m mx2 delivers wrong released',
      '30m mx1 refuses wrong message m2',
    ];
    expect(verdictOf(knowing('mx1', 'mx2'), ...story)).toMatchObject({
      outcome: 'enforces',
      provisional: true,
    });
  });

  it('does not prove it where an address of the system refused a control', () => {
    const story = [
      'mx2 refuses do',
      'mx1 delivers do',
      'mx2 refuses wrong',
      '5m mx1 delivers wrong released',
    ];
    expect(verdictOf(knowing('mx1', 'mx2'), ...story).provisional).toBe(true);
  });

  it('takes a refusal by who began TLS without EHLO for that of another machine', () => {
    const story = history(...ENFORCED).map((seen) =>
      seen.kind === 'refused' ? { ...seen, clientName: null } : seen,
    );
    const verdict = judge(story, LATE);
    expect(verdict).toMatchObject({ outcome: 'enforces', provisional: true });
    expect(resultsOf(verdict)).toContain('mx1 wrong: likely-refused (refusal-under-another-name)');
  });

  it('turns red by a delivery of another address of the system', () => {
    const story = [...ENFORCED, 'mx2 delivers wrong message m2'];
    expect(verdictOf(knowing('mx1', 'mx2'), ...story).outcome).toBe('does-not-enforce');
  });

  it('credits the retry of a message only when it was known before the release opened', () => {
    const story = history(
      ...ENFORCED,
      '2m mx1 delivers do message m2',
      '5m mx1 delivers wrong released message m2',
    );
    const at = (opened: number) =>
      judge(story, LATE, 'delivered', { releasedAt: new Map([['wrong', START + opened]]) }).messages.map(
        ({ code }) => code,
      );
    expect(at(60_000)).not.toContain('retried');
    expect(at(180_000)).toContain('retried');
  });
});
