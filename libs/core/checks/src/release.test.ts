import { describe, expect, it } from 'vitest';

import type { NewObservation, Observation, PresentedCertificate } from './observation.js';
import {
  NOT_REFUSED,
  isReleased,
  provesRefusal,
  type ReleaseFacts,
  releaseOf,
  releaseTime,
  wasLetThrough,
} from './release.js';

const REFUSED = 1_000_000_000_000;
const AFTER = 180_000;

const facts = (releaseRequestedAt: number | null = null): ReleaseFacts => ({
  refusedAt: REFUSED,
  releaseRequestedAt,
});

describe('releaseTime', () => {
  const cases: readonly [string, ReleaseFacts, number | null, number | null][] = [
    ['nothing was refused', NOT_REFUSED, AFTER, null],
    ['nothing was refused, whatever was asked', { ...NOT_REFUSED, releaseRequestedAt: 1 }, AFTER, null],
    ['the time comes', facts(), AFTER, REFUSED + AFTER],
    ['it is never done without being asked for', facts(), null, null],
    ['somebody asks before', facts(REFUSED + 5), AFTER, REFUSED + 5],
    ['somebody asks and it is never done otherwise', facts(REFUSED + 5), null, REFUSED + 5],
    ['somebody asks when it has happened', facts(REFUSED + AFTER + 1), AFTER, REFUSED + AFTER],
  ];

  it.each(cases)('%s', (_when, given, afterMs, expected) => {
    expect(releaseTime(given, afterMs)).toBe(expected);
  });
});

describe('isReleased', () => {
  it('is true from the moment on, for good', () => {
    const at = (now: number) => isReleased(facts(), AFTER, now);
    expect([REFUSED, REFUSED + AFTER - 1, REFUSED + AFTER, REFUSED * 2].map(at)).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(isReleased(facts(), null, REFUSED * 2)).toBe(false);
  });
});

describe('releaseOf', () => {
  const unattributed = observed({ attribution: 'same-client' });
  const late = REFUSED + AFTER;
  const cases: readonly [
    string,
    ReleaseFacts,
    readonly Observation[],
    number,
    ReturnType<typeof releaseOf>,
  ][] = [
    ['nothing was seen', NOT_REFUSED, [], REFUSED, { state: 'not-yet', at: null }],
    [
      'only a host where refusing is no proof was refused',
      NOT_REFUSED,
      [observed({ scenario: 'do' })],
      REFUSED,
      { state: 'not-yet', at: null },
    ],
    ['the refusal named no check', NOT_REFUSED, [unattributed], REFUSED, { state: 'unavailable', at: null }],
    ['the refusal is proven', facts(), [observed({})], REFUSED, { state: 'possible', at: late }],
    [
      'one of two refusals is proven',
      facts(),
      [unattributed, observed({})],
      REFUSED,
      { state: 'possible', at: late },
    ],
    ['the time has come', facts(), [observed({})], late + 9, { state: 'released', at: late }],
    [
      'somebody asked',
      facts(REFUSED + 5),
      [observed({})],
      REFUSED + 5,
      { state: 'released', at: REFUSED + 5 },
    ],
    [
      'the retry got through',
      facts(),
      [observed({}), delivered('spare', { at: late + 7 }), delivered('spare', { at: late + 8 })],
      late + 9,
      { state: 'delivered', at: late + 7 },
    ],
    [
      'it was delivered to the certificate that does not match',
      facts(),
      [observed({}), delivered('leaf')],
      REFUSED,
      { state: 'possible', at: late },
    ],
  ];

  it.each(cases)('%s', (_when, given, observations, now, expected) => {
    expect(releaseOf(given, observations, AFTER, now)).toEqual(expected);
  });

  it('tells no time when it is never done without being asked for', () => {
    expect(releaseOf(facts(), [observed({})], null, REFUSED * 2)).toEqual({ state: 'possible', at: null });
  });
});

describe('wasLetThrough', () => {
  it.each([
    ['a delivery to the spare certificate', delivered('spare'), true],
    ['a delivery to the usual certificate', delivered('leaf'), false],
    ['a delivery in clear', { ...delivered('spare'), tls: null }, false],
    ['a delivery of before certificates were recorded', { ...delivered('spare'), evidence: null }, false],
    ['a delivery where it may go anyway', delivered('spare', { scenario: 'do' }), false],
    ['a refusal of the spare certificate', observed({ kind: 'refused' }, 'spare'), false],
  ] as const)('%s', (_what, observation, expected) => {
    expect(wasLetThrough(observation)).toBe(expected);
  });
});

describe('provesRefusal', () => {
  const refusal: NewObservation = { ...observed({}), token: '0123456789ab' };

  it.each([
    ['a refusal that names the check', refusal, true],
    ['a refusal that names only the host', { ...refusal, token: null }, false],
    ['a refusal where it may be delivered', { ...refusal, scenario: 'do' }, false],
    ['another end', { ...refusal, kind: 'tls-failed' }, false],
  ] as const)('%s', (_what, observation, expected) => {
    expect(provesRefusal(observation)).toBe(expected);
  });
});

function observed(changes: Partial<Observation>, certificate: PresentedCertificate = 'leaf'): Observation {
  return {
    id: 1,
    at: REFUSED,
    kind: 'refused',
    scenario: 'wrong',
    clientAddress: '192.0.2.1',
    query: null,
    clientName: null,
    attribution: 'exact',
    tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', serverName: null },
    detail: '',
    evidence: {
      session: 's',
      clientPort: 1,
      end: 'quit',
      alert: null,
      certificate,
      sinceCertificateMs: 1,
      mailFrom: null,
      recipient: null,
      reached: null,
      reply: null,
      timing: null,
      messageId: null,
      size: null,
    },
    ...changes,
  };
}

function delivered(certificate: PresentedCertificate, changes: Partial<Observation> = {}): Observation {
  return observed({ kind: 'delivered', ...changes }, certificate);
}
