/** What looks as if DANE were the reason, and has another. */
import { describe, expect, it } from 'vitest';

import { START, history, resultsOf } from '../../../../../test/support/check-history.js';

import { judge } from './judge.js';

const verdictOf = (...story: readonly string[]) => judge(history(...story), START + 86_400_000);

describe.each(['bogus', 'lame'])('judge, at %s, where the lookup of the TLSA records fails', (id) => {
  it('takes no refusal for proof: who connects did not heed the failure', () => {
    const verdict = verdictOf('mx1 delivers do', 'mx1 refuses dont', `mx1 refuses ${id} same-client`);
    expect(resultsOf(verdict)).toContain(`mx1 ${id}: not-judged (refused-after-failed-lookup)`);
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.scenarios.find((each) => each.id === id)?.conclusion).toBe('waiting');
  });

  it('does not say of a delivery that records rule out the certificate', () => {
    const verdict = verdictOf('mx1 delivers do', `mx1 delivers ${id}`);
    expect(resultsOf(verdict)).toContain(`mx1 ${id}: delivered (delivered-despite-failed-lookup)`);
    expect(verdict).toMatchObject({ reading: 'delivered-everywhere', messages: [{ code: 'delivered-at' }] });
  });
});

describe('judge, where records count for nothing', () => {
  it('does not say of a server that refuses there that it requires DANE everywhere', () => {
    const isSaid = (id: string) =>
      verdictOf('mx1 delivers do', 'mx1 refuses wrong', `mx1 refuses ${id}`).messages.some(
        (message) => message.code === 'seems-to-require-dane' && message.facts.isSure,
      );
    expect(['dont', 'nodata', 'unsigned', 'unsig-mx', 'unsig-dom'].filter(isSaid)).toEqual([
      'dont',
      'nodata',
    ]);
  });
});

describe('judge, where TLS is not available', () => {
  const stateAt = (...story: readonly string[]) =>
    resultsOf(verdictOf('mx1 delivers do', ...story)).find((each) => each.startsWith('mx1 nostls:'));
  const LEFT = 'mx1 greets nostls same-client in clear';

  it('passes a server that leaves in the attempt in which it sends in the clear at plain, or later, and goes on leaving', () => {
    for (const story of [
      [LEFT, 'mx1 delivers plain in clear', `16m ${LEFT}`],
      [LEFT, '2m mx1 delivers plain in clear', `3m ${LEFT}`, `16m ${LEFT}`],
    ])
      expect(stateAt(...story)).toBe('mx1 nostls: refused (withheld-without-tls)');
  });

  it('does not pass one that goes on for less than its message to plain had waited: it may give in after so long', () => {
    const story = ['60m mx1 delivers plain in clear queued 60m', LEFT, `80m ${LEFT}`];
    expect(stateAt(...story)).toBe('mx1 nostls: likely-refused (withheld-once)');
    expect(stateAt(...story, `125m ${LEFT}`)).toBe('mx1 nostls: refused (withheld-without-tls)');
  });

  it.each(['greets nostls', 'greets nostls-u', 'asks tls454', 'fails reset'])(
    'does not pass one that %s once: at plain, too, it may have left first, in a session that was lost unseen',
    (does) => {
      const leaves = `mx1 ${does} same-client in clear`;
      const stateOf = (...story: readonly string[]) =>
        verdictOf(
          '2m mx1 delivers do',
          'mx1 delivers plain in clear',
          `4m ${leaves}`,
          ...story,
        ).servers[0]?.results.find(({ scenario }) => does.endsWith(scenario))?.finding;
      expect(stateOf()).toBe('withheld-once');
      expect(stateOf(`18m ${leaves}`)).toBe('withheld-once');
      expect(stateOf(`18m ${leaves}`, `20m ${leaves}`)).toBe('withheld-without-tls');
    },
  );

  it.each(['greets nostls', 'greets nostls-u', 'asks tls454', 'fails reset'])(
    'does not pass one that %s, while another address of its system left where mail may go in the clear',
    (does) => {
      const leaves = `mx1 ${does} same-client in clear`;
      const stateOf = (...story: readonly string[]) =>
        verdictOf(
          'mx1 delivers do',
          'mx1 delivers plain in clear',
          leaves,
          `20m ${leaves}`,
          ...story,
        ).servers[0]?.results.find(({ scenario }) => does.endsWith(scenario))?.finding;
      const hesitates = 'greets plain same-client in clear';
      expect(stateOf(`laptop ${hesitates}`)).toBe('withheld-without-tls');
      for (const story of [[`mx2 ${hesitates}`], ['mx2 delivers do', `30m mx2 ${hesitates}`]])
        expect(stateOf(...story)).toBe('withheld-at-control-too');
    },
  );

  it('does not pass one that left another such host and sent there in the clear later', () => {
    const story = [
      'mx1 delivers plain in clear',
      LEFT,
      'mx1 asks tls454 same-client in clear',
      `16m ${LEFT}`,
    ];
    expect(stateAt(...story)).toBe('mx1 nostls: refused (withheld-without-tls)');
    expect(stateAt(...story, 'mx1 delivers tls454 in clear')).toBe(
      'mx1 nostls: likely-refused (withheld-at-control-too)',
    );
  });

  it('does not pass one of several behind an address because another of them sends in the clear', () => {
    const leaves = `${LEFT} as mx2.example.net`;
    const story = [leaves, 'mx1 delivers plain in clear', `16m ${leaves}`];
    expect(stateAt(...story)).toBe('mx1 nostls: likely-refused (withheld-without-control)');
    expect(stateAt(...story, '0m mx1 delivers plain in clear as mx2.example.net')).toBe(
      'mx1 nostls: refused (withheld-without-tls)',
    );
  });

  it('keeps no verdict on DANE waiting for the retry', () => {
    const story = ['mx1 delivers do', 'mx1 delivers plain in clear', LEFT, 'mx1 refuses wrong'];
    expect(judge(history(...story), START + 10_000)).toMatchObject({
      outcome: 'enforces',
      provisional: false,
    });
  });

  it('does not pass one that began a message there in the clear', () => {
    for (const does of ['mails', 'errs'])
      expect(stateAt('mx1 delivers plain in clear', LEFT, `mx1 ${does} nostls in clear`)).toBe(
        'mx1 nostls: likely-refused (withheld-not-always)',
      );
  });

  it('does not pass one that may have left there first, too, or that sends in the clear where TLS is offered', () => {
    expect(stateAt(LEFT, '2m mx1 delivers plain in clear')).toBe(
      'mx1 nostls: likely-refused (withheld-at-control-too)',
    );
    expect(stateAt('mx1 delivers dont in clear', LEFT)).toBe(
      'mx1 nostls: likely-refused (withheld-without-control)',
    );
  });
});

describe('judge, of several faults', () => {
  const codesOf = (...story: readonly string[]) => verdictOf(...story).messages.map(({ code }) => code);

  it('does not say that servers refused which delivered at another host', () => {
    const story = ['mx1 delivers do', 'mx2 delivers do', 'mx1 refuses wrong', 'mx2 delivers wrong'];
    expect(verdictOf(...story).reading).toBe('some-servers-deliver');
    expect(verdictOf(...story, 'mx1 delivers name-ta').reading).toBe('delivered-at-some');
  });

  it('says of one that refused what no standard requires, or silently, that it delivered at some hosts', () => {
    const readingAfter = (...story: readonly string[]) =>
      verdictOf('mx1 delivers do', 'mx1 delivers wrong', ...story).reading;
    for (const story of [
      ['mx1 refuses agility'],
      ['mx1 refuses ta-bad'],
      ['mx1 closes ee-bad', '20m mx1 closes ee-bad'],
    ])
      expect(readingAfter(...story)).toBe('delivered-at-some');
    for (const story of [['mx1 refuses exp-ta'], ['mx1 closes ee-bad'], ['mx1 refuses wrong released']])
      expect(readingAfter(...story)).toBe('delivered-everywhere');
  });

  it('names the host where mail was sent in the clear, unless that is one with valid DANE', () => {
    const story = ['mx1 delivers do', 'mx1 delivers mtype in clear'];
    expect(codesOf(...story)).toEqual(['delivered-at']);
    expect(codesOf(...story, 'mx1 delivers ee in clear')).toEqual(['clear-at-valid']);
  });

  it('takes one that refused everything first, and delivered later, for none with a known fault', () => {
    const all = ['ee', 'dont', 'rollover', 'mtype', 'do'];
    const story = [...all.map((id) => `mx1 refuses ${id}`), ...all.map((id) => `mx1 delivers ${id}`)];
    const others = ['ta', 'ee-right', 'exp-ee', 'pkix-bad'].map((id) => `mx1 refuses ${id}`);
    expect(codesOf(...story, ...others)).not.toContain('same-pattern');
    const pool = story.map((line, index) => (index < all.length ? line.replace('mx1', 'mx2') : line));
    expect(codesOf(...pool, 'mx2 delivers do', ...others)).not.toContain('same-pattern');
  });
});

describe('judge, of a server that refuses', () => {
  const ENFORCED = ['mx1 delivers do', 'mx1 delivers dont', 'mx1 refuses wrong'];

  it.each(['exp-ta', 'early-ta', 'name-ta', 'no-ca', 'mx-wrong'])(
    'is not final while an unknown one delivered at %s, or it began a message there itself',
    (id) => {
      expect(verdictOf(...ENFORCED)).toMatchObject({ reading: 'enforces' });
      for (const doubt of [`mx3 delivers ${id} message m2`, `mx1 errs ${id}`])
        expect(verdictOf(...ENFORCED, doubt)).toMatchObject({
          reading: 'enforces-so-far',
          provisional: true,
        });
    },
  );

  it('says that it began a message elsewhere, not that it was not tested', () => {
    expect(verdictOf(...ENFORCED, 'mx1 errs ee-bad').messages).toMatchObject([
      { code: 'result', facts: { finding: 'accepted-in-another-session' } },
    ]);
  });
});
