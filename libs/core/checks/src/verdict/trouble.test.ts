import { describe, expect, it } from 'vitest';

import { START, type HistoryEntry, history } from '../../../../../test/support/check-history.js';

import type { SessionEvidence } from '../observation.js';

import { judge } from './judge.js';
import { troubleOf, troubleSentence } from './trouble.js';

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

describe('troubleSentence', () => {
  it('names the clients that left that way, and nobody else', () => {
    const troubles = after(ended({ end: 'server-closed' }, 'mx3'), ended(), ended({}, 'mx2'));
    const nothing = { overTls: [], inClear: [], refusals: [], letThrough: [], notJudged: [] };
    const seen = { ...nothing, ...troubles, matchingRefused: [], queries: [], connected: true };
    expect(troubleSentence(seen, { label: (address) => address })).toMatch(
      /^192\.0\.2\.1 and 192\.0\.2\.2 connected there and closed .* without an alert: probably a refusal, but not proof\.$/,
    );
  });
});

describe('judge, where sessions ended without proof', () => {
  const explanationOf = (...story: string[]) => judge(history(...story), LATE).explanation;
  const summaryAt = (scenario: string, ...story: string[]) =>
    judge(history(...story), LATE).scenarios.find(({ id }) => id === scenario)?.summary;

  it('says nothing of DANE or certificates to a sender whose message was too large', () => {
    const { title, explanation } = judge(
      history('mx1 greets do', 'mx1 greets dont', 'mx1 greets wrong'),
      LATE,
    );
    expect(`${title}. ${explanation}`).not.toMatch(/DANE|certificate/);
    expect(explanation).toContain('larger than this service takes');
  });

  it('names our first error reply', () => {
    expect(explanationOf('mx1 delivers do', 'mx1 delivers dont', 'mx1 errs wrong')).toContain(
      '“552 5.3.4 Message too big”',
    );
  });

  it('never denies a session that was seen', () => {
    for (const does of ['closes', 'resets', 'fails', 'greets', 'mails', 'loses', 'errs']) {
      const story = ['mx1 delivers do', 'mx1 delivers dont', `mx1 ${does} wrong`];
      expect(explanationOf(...story), does).not.toMatch(/Nothing seen|have not seen|nothing was seen/);
      expect(summaryAt('wrong', ...story), does).not.toContain('Nothing seen');
    }
  });

  it('sends the admin to the log, where do was given up in the handshake', () => {
    const { explanation, advice } = judge(history('mx1 delivers dont', 'mx1 closes do'), LATE);
    expect(explanation).toContain('without an alert: probably a refusal, but not proof.');
    expect(advice.map(({ step }) => step).join()).toContain('Look in the log');
  });

  it('says on the card that there was no alert', () => {
    expect(summaryAt('wrong', 'mx1 delivers do', 'mx1 closes wrong')).toBe(
      'What happened. It sent no alert that says why: probably a refusal, but not proof.',
    );
  });
});
