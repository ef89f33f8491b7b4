import { describe, expect, it } from 'vitest';

import { because, detail } from '#text';

import { countdown, followDelegation, type Ports } from './follow.js';
import { judgeParents, type ParentView, type WantedDelegation } from './parent-view.js';

const NOW = Date.UTC(2026, 0, 1);
const DS = '12345 13 2 AA';
const wanted: WantedDelegation = {
  domain: 'dane.example',
  servers: ['ns1.dane.example', 'ns2.dane.example'],
  glue: new Map([
    ['ns1.dane.example', ['192.0.2.1']],
    ['ns2.dane.example', ['192.0.2.1']],
  ]),
  ds: DS,
};

const referral = (changes: Record<string, readonly string[]> = {}): ParentView['referral'] => {
  const glue = new Map(Object.entries({ ...Object.fromEntries(wanted.glue), ...changes }));
  return { kind: 'referral', servers: [...glue.keys()].toSorted(), glue };
};
const view = (changes: Partial<ParentView> = {}): ParentView => ({
  server: 'a.nic.example (192.0.2.9)',
  referral: referral(),
  ds: [DS],
  absenceTtl: 0,
  ...changes,
});
const judged = (...views: ParentView[]) => judgeParents(views, wanted);

describe('what the zone above says', () => {
  it.each<[string, Partial<ParentView>, string, string]>([
    ['nothing yet', { referral: { kind: 'none' }, ds: [] }, 'ns', 'no NS records yet'],
    [
      'an old name server',
      { referral: referral({ 'ns.old.example': [] }), ds: [] },
      'ns',
      'still names ns.old.example',
    ],
    [
      'one of two name servers',
      { referral: { kind: 'referral', servers: ['ns1.dane.example'], glue: new Map() }, ds: [] },
      'ns',
      'does not name ns2.dane.example',
    ],
    [
      'no glue',
      { referral: referral({ 'ns2.dane.example': [] }), ds: [] },
      'ns',
      'glue of ns2.dane.example is missing, not 192.0.2.1',
    ],
    [
      'the glue of an old server',
      { referral: referral({ 'ns2.dane.example': ['192.0.2.7'] }), ds: [] },
      'ns',
      'glue of ns2.dane.example is 192.0.2.7, not 192.0.2.1',
    ],
    ['no DS record', { ds: [] }, 'ds', 'NS right, no DS record yet'],
    [
      'the DS record of another key',
      { ds: ['1 13 2 BB'] },
      'wrong-ds',
      'a DS record of another key (1 13 2 BB)',
    ],
    ['that of another key beside the right one', { ds: ['1 13 2 BB', DS] }, 'published', 'NS and DS right'],
    [
      'no answer',
      { referral: { kind: 'failed', ...because(detail('verbatim', 'timed out')) } },
      'unreachable',
      'timed out',
    ],
  ])('%s', (_what, changes, step, text) => {
    expect(judged(view(changes))).toEqual({ step, lines: [`a.nic.example (192.0.2.9): ${text}`] });
  });

  it('counts as published only when every server that answers has it', () => {
    const failed = view({ referral: { kind: 'failed', ...because(detail('verbatim', 'timed out')) } });
    expect(judged(view(), view({ ds: [] })).step).toBe('ds');
    expect(judged(view({ ds: [] }), view({ referral: { kind: 'none' }, ds: [] })).step).toBe('ns');
    expect(judged(view({ referral: { kind: 'none' }, ds: ['1 13 2 BB'] })).step).toBe('wrong-ds');
    expect(judged(view(), failed).step).toBe('published');
  });
});

describe('following a delegation', () => {
  /** Looks at these views in turn; the resolver validates from the given look on. */
  function scripted(
    looks: readonly ParentView[],
    secureAt: number,
  ): Ports & { readonly said: string[]; readonly waited: number[] } {
    const said: string[] = [];
    const waited: number[] = [];
    let count = -1;
    return {
      said,
      waited,
      parents: () => Promise.resolve([looks[Math.min((count += 1), looks.length - 1)]!]),
      validated: () => {
        const secure = count >= secureAt;
        return Promise.resolve({ secure, detail: secure ? 'it validates.' : 'not yet.' });
      },
      say: (text) => said.push(text),
      wait: (until) => Promise.resolve(void waited.push(until)),
      now: () => NOW,
    };
  }

  it('says each step once, with the records to enter, and ends when the resolver validates', async () => {
    const nothing = view({ referral: { kind: 'none' }, ds: [], absenceTtl: 600 });
    const delegated = view({ ds: [], absenceTtl: 600 });
    const ports = scripted([nothing, nothing, delegated, delegated, view(), view()], 5);
    expect(await followDelegation(wanted, ports, { once: false })).toBe('done');
    // The time limit of what resolvers remember is that of the last answer without a DS record.
    expect(ports.waited).toEqual([0, 0, 0, 0, NOW + 600_000]);
    expect(ports.said).toEqual([
      expect.stringMatching(
        /^1\. [^]*dane\.example\. NS ns1\.dane\.example\.\n[^]*ns1\.dane\.example\. A 192\.0\.2\.1/,
      ),
      expect.stringMatching(/^2\. [^]*dane\.example\. DS 12345 13 2 AA/),
      expect.stringMatching(/^3\. [^]*not yet\.\nResolvers may remember until 2026-01-01 00:10:00 UTC/),
      expect.stringMatching(/^3\. .*it validates\.$/),
    ]);
  });

  it('counts down what resolvers remember', () => {
    expect(countdown(NOW + 545_000, NOW)).toBe('Resolvers forget in 9:05 min that there was no DS record.');
    expect(countdown(NOW, NOW + 1)).toBe('Waiting.');
  });

  it('looks once when asked to, and says what is wrong', async () => {
    const once = { once: true };
    expect(await followDelegation(wanted, scripted([view({ ds: [] })], 9), once)).toBe('waiting');
    expect(await followDelegation(wanted, scripted([view()], 9), once)).toBe('waiting');
    expect(await followDelegation(wanted, scripted([view()], 0), once)).toBe('done');
    const wrong = scripted([view({ ds: ['1 13 2 BB'] })], 9);
    expect(await followDelegation(wanted, wrong, once)).toBe('wrong');
    expect(wrong.said[0]).toMatch(/^Remove the DS record of another key/);
  });
});
