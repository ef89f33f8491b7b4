import { describe, expect, it } from 'vitest';

import type { CertificateId } from '#scenarios';

import type { NewObservation, Observation } from './observation.js';
import {
  foremostRelease,
  isControlDelivery,
  isReleased,
  mayOpenRelease,
  RELEASE_LASTS_MS,
  releaseChangesAt,
  type ReleaseState,
  type ReleaseFacts,
  releaseOf,
  releaseTime,
  isDeliveryOnRelease,
} from './release.js';

const REFUSED = 1_000_000_000_000;
const AFTER = 180_000;

const facts = (changes: Partial<ReleaseFacts> = {}): ReleaseFacts => ({
  refusedAt: REFUSED,
  requestedAt: null,
  closedAt: null,
  ...changes,
});

describe('releaseTime', () => {
  const cases: readonly [string, ReleaseFacts, number | null, number | null][] = [
    ['the time comes', facts(), AFTER, REFUSED + AFTER],
    ['it is never done without being asked for', facts(), null, null],
    ['somebody asks before', facts({ requestedAt: REFUSED + 5 }), AFTER, REFUSED + 5],
    ['somebody asks and it is never done otherwise', facts({ requestedAt: REFUSED + 5 }), null, REFUSED + 5],
    ['somebody asks when it has happened', facts({ requestedAt: REFUSED * 2 }), AFTER, REFUSED + AFTER],
  ];

  it.each(cases)('%s', (_when, given, afterMs, expected) => {
    expect(releaseTime(given, afterMs)).toBe(expected);
  });
});

describe('isReleased', () => {
  const OPEN = REFUSED + AFTER;
  const OVER = OPEN + RELEASE_LASTS_MS;
  const at = (given: ReleaseFacts, ...times: number[]) => times.map((now) => isReleased(given, AFTER, now));

  it('is true for a day from the moment on', () => {
    expect(at(facts(), REFUSED, OPEN - 1, OPEN, OVER - 1, OVER)).toEqual([false, false, true, true, false]);
    expect(isReleased(facts(), null, OPEN)).toBe(false);
  });

  it('is false from the first delivery on', () => {
    expect(at(facts({ closedAt: OPEN + 1 }), OPEN, OPEN + 1, OVER)).toEqual([false, false, false]);
  });
});

describe('releaseOf', () => {
  const unattributed = observed({ attribution: 'same-client' });
  const late = REFUSED + AFTER;
  const over = late + RELEASE_LASTS_MS;
  type Expected = ReturnType<typeof releaseOf>;
  const cases: readonly [string, ReleaseFacts | undefined, readonly Observation[], number, Expected][] = [
    ['nothing was seen', undefined, [], REFUSED, { state: 'not-yet', at: null }],
    ['only strangers refused', undefined, [observed({})], REFUSED, { state: 'not-yet', at: null }],
    [
      'the refusal is of another scenario',
      undefined,
      [observed({ scenario: 'do', attribution: 'same-client' })],
      REFUSED,
      { state: 'not-yet', at: null },
    ],
    ['the refusal named no check', undefined, [unattributed], REFUSED, { state: 'unavailable', at: null }],
    ['a server refused', facts(), [observed({})], REFUSED, { state: 'possible', at: late }],
    ['the time has come', facts(), [], late + 9, { state: 'released', at: late }],
    ['somebody asked', facts({ requestedAt: REFUSED }), [], REFUSED, { state: 'released', at: REFUSED }],
    ['it was delivered', facts({ closedAt: late + 7 }), [], over, { state: 'delivered', at: late + 7 }],
    ['a day has passed', facts(), [], over, { state: 'expired', at: over }],
  ];

  it.each(cases)('%s', (_when, given, observations, now, expected) => {
    expect(releaseOf(given, observations, 'wrong', AFTER, now)).toEqual(expected);
  });

  it('tells no time when it is never done without being asked for', () => {
    expect(releaseOf(facts(), [], 'wrong', null, REFUSED * 2)).toEqual({ state: 'possible', at: null });
  });
});

describe('foremostRelease', () => {
  it.each<[ReleaseState[], ReleaseState]>([
    [[], 'not-yet'],
    [['not-yet', 'unavailable'], 'unavailable'],
    [['delivered', 'possible', 'released'], 'possible'],
    [['expired', 'delivered', 'released'], 'released'],
  ])('of %j it is %s', (states, expected) => {
    expect(foremostRelease(states.map((state) => ({ state, at: null }))).state).toBe(expected);
  });
});

describe('releaseChangesAt', () => {
  it.each<[ReleaseState, number | null, number | null]>([
    ['not-yet', null, null],
    ['possible', null, null],
    ['possible', 5, 5],
    ['released', 5, 5 + RELEASE_LASTS_MS],
    ['delivered', 5, null],
    ['expired', 5, null],
  ])('of %s at %j it is %j', (state, at, expected) => {
    expect(releaseChangesAt({ state, at })).toBe(expected);
  });
});

describe('isDeliveryOnRelease', () => {
  it.each([
    ['a delivery to the spare certificate', delivered('spare'), true],
    ['a delivery to the usual certificate', delivered('leaf'), false],
    ['a delivery in clear', { ...delivered('spare'), tls: null }, false],
    ['a delivery of before certificates were recorded', { ...delivered('spare'), evidence: null }, false],
    ['a delivery where it may go anyway', delivered('spare', { scenario: 'do' }), false],
    ['a refusal of the spare certificate', observed({ kind: 'refused' }, 'spare'), false],
  ] as const)('%s', (_what, observation, expected) => {
    expect(isDeliveryOnRelease(observation)).toBe(expected);
  });
});

describe('what opens a release', () => {
  const token = '0123456789ab';
  const refusal: NewObservation = { ...observed({}), token };
  const silent: NewObservation = {
    ...refusal,
    kind: 'tls-failed',
    evidence: refusal.evidence && { ...refusal.evidence, end: 'client-closed' },
  };

  it.each([
    ['a refusal that names the check', refusal, true],
    ['a handshake that the client closed without an alert', silent, true],
    ['a refusal that names only the host', { ...refusal, token: null }, false],
    ['a refusal where it may be delivered', { ...refusal, scenario: 'do' }, false],
    ['a handshake that failed otherwise', { ...refusal, kind: 'tls-failed' }, false],
    ['a client that left after EHLO', { ...refusal, kind: 'left' }, false],
  ] as const)('%s', (_what, observation, expected) => {
    expect(mayOpenRelease(observation)).toBe(expected);
  });

  it.each([
    ['a delivery where one must deliver', { ...refusal, kind: 'delivered', scenario: 'do' }, true],
    ['a delivery where one may', { ...refusal, kind: 'delivered', scenario: 'dont' }, true],
    ['a delivery where one must not', { ...refusal, kind: 'delivered' }, false],
    ['a delivery of nobody', { ...refusal, kind: 'delivered', scenario: 'do', token: null }, false],
    ['a refusal', { ...refusal, scenario: 'do' }, false],
  ] as const)('if its client is a server of the check: %s', (_what, observation, expected) => {
    expect(isControlDelivery(observation)).toBe(expected);
  });
});

function observed(changes: Partial<Observation>, certificate: CertificateId = 'leaf'): Observation {
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

function delivered(certificate: CertificateId, changes: Partial<Observation> = {}): Observation {
  return observed({ kind: 'delivered', ...changes }, certificate);
}
