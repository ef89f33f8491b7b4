import { describe, expect, it } from 'vitest';

import { EMPTY_WATCH_STATE, readWatchState } from './watch-state.js';

const ALERT = {
  code: 'tlsa-mismatch',
  subject: 'mx.example.org:25 [192.0.2.1]',
  text: 'Nothing that 192.0.2.1 presents matches a TLSA record.',
  advice: null,
  publish: ['_25._tcp.mx.example.org. IN TLSA 3 1 1 8d02'],
  rfc: 'RFC 7672 §2.2',
};
const SINCE = Date.parse('2026-11-22T18:00:10.250Z');
const WRONG = { since: SINCE, alerts: [ALERT] };
const TARGETS = {
  watch: { lookedAt: SINCE + 900_000, promised: [], alert: null, policy: null },
  'mx.example.org:25': {
    ...{ lookedAt: SINCE + 900_000, promised: ['mx.example.org:25'], alert: WRONG, policy: null },
  },
};
const TOLD = { 'mx.example.org:25': { ...WRONG, at: SINCE } };

/** A file of version 1 or 2 with a notification that waits for the webhook; only the form of its times differs. */
function older(version: number, since: number | string) {
  const wrong = { since: SINCE, troubles: [ALERT] };
  const told = { 'mx.example.org:25': { ...wrong, at: SINCE } };
  const changes = [
    { event: 'began', target: 'mx.example.org:25', since, troubles: [ALERT] },
    { event: 'ended', target: null, since, troubles: [] },
  ];
  return {
    version,
    targets: {
      watch: { lookedAt: SINCE + 900_000, promised: [], trouble: null },
      'mx.example.org:25': { lookedAt: SINCE + 900_000, promised: ['mx.example.org:25'], trouble: wrong },
    },
    channels: {
      mail: { told, pending: [] },
      webhook: { told, pending: [{ id: '0b4f7a52-4a0e-4c3e-9a41-1f5f54a5b3c7', at: SINCE, changes }] },
    },
  };
}
const V1 = older(1, '2026-11-22T18:00:10.250Z');

describe('readWatchState', () => {
  it.each([
    [1, V1],
    [2, older(2, SINCE)],
  ])(
    'takes all of version %i over: what is wrong, who was told, and what is still to be told',
    (_version, old) => {
      expect(readWatchState(JSON.parse(JSON.stringify(old)))).toEqual({
        version: 4,
        targets: TARGETS,
        channels: {
          mail: { told: TOLD, pending: [] },
          webhook: {
            told: TOLD,
            pending: [
              {
                id: '0b4f7a52-4a0e-4c3e-9a41-1f5f54a5b3c7',
                at: SINCE,
                changes: [
                  { event: 'began', target: 'mx.example.org:25', ...WRONG },
                  { event: 'ended', target: null, since: SINCE, alerts: [] },
                ],
              },
            ],
          },
        },
      });
    },
  );

  it('takes all of version 3 over, in which no policies were remembered', () => {
    const targets = Object.entries(TARGETS).map(([name, { policy: _, ...rest }]) => [name, rest]);
    const old = { version: 3, targets: Object.fromEntries(targets), channels: {} };
    expect(readWatchState(old)).toEqual({ version: 4, targets: TARGETS, channels: {} });
  });

  it('reads what it writes', () => {
    const state = readWatchState(V1);
    expect(readWatchState(JSON.parse(JSON.stringify(state)))).toEqual(state);
    expect(readWatchState(EMPTY_WATCH_STATE)).toEqual(EMPTY_WATCH_STATE);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['another version', { ...V1, version: 5 }],
    ['version 3 with the names of version 1', { ...V1, version: 3 }],
    ['a time that is none', older(1, 'yesterday')],
    ['something else', { targets: [] }],
  ])('does not take %s for it', (_what, stored) => {
    expect(readWatchState(stored)).toBeNull();
  });
});
