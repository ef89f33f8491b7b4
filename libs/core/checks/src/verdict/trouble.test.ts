import type { ScenarioId } from '#scenarios';
import { describe, expect, it } from 'vitest';

import { COMBINATIONS, judgeAt, ONE, TROUBLE, type Sight } from '../../../../../test/support/check-sights.js';

import type { Observation, SessionEvidence } from '../observation.js';

import { gatherFacts } from './facts.js';
import { troubleOf, troubleSentence } from './trouble.js';

let nextId = 1;
function ended(evidence: Partial<SessionEvidence>, changes: Partial<Observation> = {}): Observation {
  return {
    id: nextId++,
    at: 0,
    kind: 'tls-failed',
    scenario: 'wrong',
    clientAddress: '192.0.2.1',
    clientName: null,
    attribution: 'exact',
    tls: null,
    detail: '',
    query: null,
    ...changes,
    evidence: {
      session: 's-1',
      clientPort: 40_000,
      end: 'client-closed',
      alert: null,
      certificate: 'leaf',
      sinceCertificateMs: 5,
      mailFrom: null,
      recipient: null,
      reached: null,
      reply: null,
      timing: null,
      messageId: null,
      size: null,
      ...evidence,
    },
  };
}

const seen = (...observations: Observation[]) => gatherFacts(observations).broken;

describe('troubleOf', () => {
  it.each<[string, Partial<SessionEvidence>]>([
    ['closes', {}],
    ['resets', { end: 'client-reset' }],
  ])('finds that a client broke off, which %s after our certificate without an alert', (_, evidence) => {
    expect(troubleOf(seen(ended(evidence)))).toBe('broke-off');
  });

  it.each<[string, Partial<SessionEvidence>]>([
    ['before our certificate', { certificate: null, sinceCertificateMs: null }],
    ['with an alert that is not about the certificate', { end: 'client-alert', alert: 'decode_error' }],
    ['by us', { end: 'timed-out' }],
    ['long after our certificate', { sinceCertificateMs: 30_000 }],
  ])('suspects no refusal in a handshake that was ended %s', (_, evidence) => {
    expect(troubleOf(seen(ended(evidence)))).toBe('tls-failed');
  });

  it('is that of the last session', () => {
    const rejected = ended({}, { kind: 'rejected' });
    expect(troubleOf(seen(ended({}), rejected))).toBe('rejected');
    expect(troubleOf(seen(rejected, ended({})))).toBe('broke-off');
    expect(troubleOf(seen())).toBe('none');
  });
});

describe('troubleSentence', () => {
  it('names who left that way, and nobody else', () => {
    const failed = ended({ end: 'server-closed' }, { clientAddress: '192.0.2.3' });
    const observations = [failed, ended({}), ended({}, { clientAddress: '192.0.2.2' })];
    expect(troubleSentence(seen(...observations))).toMatch(
      /^192\.0\.2\.1 and 192\.0\.2\.2 connected there and closed .* without an alert: probably a refusal, but not proof\.$/,
    );
  });
});

describe('judge, where sessions ended without proof', () => {
  const DENIALS: Readonly<Record<ScenarioId, RegExp>> = {
    do: /Nothing seen yet at the host with valid|before it connects|rests on silence/,
    dont: /Nothing was seen yet at the host without DANE|Only the host with valid DANE was seen/,
    wrong: /Nothing seen yet at the host with broken|have not seen a connection|nothing was seen there yet/,
  };
  const troubled = COMBINATIONS.flatMap(({ atDo, atDont, atWrong, time }) => {
    const sights = { do: atDo, dont: atDont, wrong: atWrong };
    const ids = (Object.keys(sights) as ScenarioId[]).filter((id) => TROUBLE.includes(sights[id]));
    return ids.map((id) => ({ sights, id, time }));
  });

  it('never denies them', () => {
    for (const { sights, id, time } of troubled) {
      const { title, explanation, scenarios } = judgeAt(sights, time);
      expect(`${title}. ${explanation}`, JSON.stringify({ sights, id, time })).not.toMatch(DENIALS[id]);
      expect(scenarios.find((each) => each.id === id)?.summary).not.toContain('Nothing seen');
    }
  });

  const BROKE_OFF = `${ONE} connected there and closed the connection during TLS, without an alert: probably a refusal, but not proof.`;

  it.each<[Sight, Sight, Sight]>([
    ['tls', 'tls', 'broke-off'],
    ['tls', 'none', 'broke-off'],
    ['broke-off', 'tls', 'refused'],
    ['tls', 'broke-off', 'refused'],
    ['tls', 'broke-off', 'none'],
  ])('says what they prove: do %s, dont %s, wrong %s', (atDo, atDont, atWrong) => {
    const verdict = judgeAt({ do: atDo, dont: atDont, wrong: atWrong }, 'late');
    expect(verdict.explanation).toContain(BROKE_OFF);
  });

  it('says what they prove while the rest is waited for, and where nothing else was seen', () => {
    const words =
      'closed the connection to the hosts with valid DANE and no DANE during TLS, without an alert (probably a refusal, but not proof)';
    const sights = { do: 'broke-off', dont: 'broke-off', wrong: 'none' } as const;
    expect(judgeAt(sights, 'early').explanation).toContain(`So far: ${words}. The other hosts decide.`);
    expect(judgeAt(sights, 'late').explanation).toContain(`So far: ${words}. The timeline says`);
    expect(judgeAt({ ...sights, wrong: 'refused' }, 'late').explanation).toContain(
      `So far: ${words}; refused the host with broken DANE. No message`,
    );
  });

  it('sends the admin to the log, which knows the reason', () => {
    const { advice } = judgeAt({ do: 'tls', dont: 'tls', wrong: 'broke-off' }, 'late');
    expect(advice.map(({ step }) => step).join()).toContain('If it names the certificate or DANE');
  });

  it('says on the card that there was no alert', () => {
    const summary = judgeAt({ do: 'none', dont: 'none', wrong: 'broke-off' }, 'early').scenarios.at(
      2,
    )?.summary;
    expect(summary).toBe('What happened. It sent no alert that says why: probably a refusal, but not proof.');
  });
});
