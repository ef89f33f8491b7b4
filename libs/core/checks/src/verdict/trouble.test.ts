import { describe, expect, it } from 'vitest';

import { START, type HistoryEntry, history } from '../../../../../test/support/check-history.js';

import type { SessionEvidence } from '../observation.js';

import { judge } from './judge.js';
import { troubleOf, troubleMessage } from './trouble.js';

const LATE = START + 86_400_000;

function ended(changes: Partial<SessionEvidence> = {}, who = 'mx1'): HistoryEntry[] {
  return history(`${who} closes wrong`).map((entry) => ({
    ...entry,
    evidence: entry.evidence && { ...entry.evidence, ...changes },
  }));
}

const after = (...troubles: HistoryEntry[][]) => ({ troubles: troubles.flat() });

describe('troubleOf', () => {
  it('finds that a client broke off, which closes after our certificate without an alert', () => {
    expect(troubleOf(after(ended()))).toBe('broke-off');
  });

  it.each<[string, Partial<SessionEvidence>]>([
    ['with a reset', { end: 'client-reset' }],
    ['before our certificate', { certificate: null, sinceCertificateMs: null }],
    ['with an alert that is not about the certificate', { end: 'client-alert', alert: 'decode_error' }],
    ['by us', { end: 'timed-out' }],
    ['long after our certificate', { sinceCertificateMs: 30_000 }],
  ])('suspects no refusal in a handshake that was ended %s', (_, evidence) => {
    expect(troubleOf(after(ended(evidence)))).toBe('tls-failed');
  });

  it('is that of the last session', () => {
    const errors = history('mx1 errs wrong');
    expect(troubleOf(after(ended(), errors))).toBe('rejected');
    expect(troubleOf(after(errors, ended()))).toBe('broke-off');
    expect(troubleOf(after())).toBe('none');
  });
});

describe('troubleMessage', () => {
  it('names the clients that left that way, and nobody else', () => {
    const troubles = after(ended({ end: 'server-closed' }, 'mx3'), ended(), ended({}, 'mx2'));
    const nothing = {
      overTls: [],
      inClear: [],
      refusals: [],
      creditedRetries: [],
      atFallback: [],
      notJudged: [],
    };
    const seen = { ...nothing, ...troubles, matchingRefused: [], queries: [], connected: true };
    expect(troubleMessage(seen, 'broken', { label: (address) => address })).toEqual({
      code: 'trouble',
      facts: { who: ['192.0.2.1', '192.0.2.2'], trouble: 'broke-off', reply: null, host: 'broken' },
    });
  });
});

describe('judge, where sessions ended without proof', () => {
  const codesOf = (...story: string[]) => judge(history(...story), LATE).messages.map(({ code }) => code);
  const codesAt = (scenario: string, ...story: string[]) =>
    judge(history(...story), LATE)
      .scenarios.find(({ id }) => id === scenario)
      ?.messages.map(({ code }) => code);

  it('says only that nothing was sent, where every message was too large', () => {
    expect(codesOf('mx1 greets do', 'mx1 greets dont', 'mx1 greets wrong')).toEqual(['left-unsent']);
  });

  it('names our first error reply', () => {
    const { messages } = judge(history('mx1 delivers do', 'mx1 delivers dont', 'mx1 errs wrong'), LATE);
    expect(messages).toContainEqual(
      expect.objectContaining({
        facts: expect.objectContaining({ reply: '552 5.3.4 Message too big' }) as unknown,
      }),
    );
  });

  it('never denies a session that was seen', () => {
    for (const does of ['closes', 'resets', 'fails', 'greets', 'mails', 'loses', 'errs']) {
      const story = ['mx1 delivers do', 'mx1 delivers dont', `mx1 ${does} wrong`];
      const codes = codesOf(...story);
      for (const silent of ['may-be-holding-back', 'nothing-at-broken-yet'] as const)
        expect(codes, does).not.toContain(silent);
      expect(codesAt('wrong', ...story), does).not.toContain('nothing-seen');
    }
  });

  it('sends the admin to the log, where do was given up in the handshake', () => {
    const { messages, advice } = judge(history('mx1 delivers dont', 'mx1 closes do'), LATE);
    expect(messages.map(({ code }) => code)).toContain('trouble');
    expect(advice).toEqual(['find-the-fault']);
  });

  it('says at the host that there was no alert', () => {
    expect(codesAt('wrong', 'mx1 delivers do', 'mx1 closes wrong')).toEqual(['session-detail', 'no-alert']);
  });
});
