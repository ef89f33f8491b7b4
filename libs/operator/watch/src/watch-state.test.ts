import { describe, expect, it } from 'vitest';

import { EMPTY_WATCH_STATE, readWatchState } from './watch-state.js';

const TROUBLE = {
  code: 'tlsa-mismatch',
  subject: 'mx.example.org:25 [192.0.2.1]',
  text: 'Nothing that 192.0.2.1 presents matches a TLSA record.',
  advice: null,
  publish: ['_25._tcp.mx.example.org. IN TLSA 3 1 1 8d02'],
  rfc: 'RFC 7672 §2.2',
};
const SINCE = Date.parse('2026-11-22T18:00:10.250Z');
const WRONG = { since: SINCE, troubles: [TROUBLE] };
const TARGETS = {
  watch: { lookedAt: SINCE + 900_000, promised: [], trouble: null },
  'mx.example.org:25': { lookedAt: SINCE + 900_000, promised: ['mx.example.org:25'], trouble: WRONG },
};
const TOLD = { 'mx.example.org:25': { ...WRONG, at: SINCE } };

/** A file of version 1 with a notification that waits for the webhook. */
const V1 = {
  version: 1,
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
            {
              event: 'began',
              target: 'mx.example.org:25',
              since: '2026-11-22T18:00:10.250Z',
              troubles: [TROUBLE],
            },
            { event: 'ended', target: null, since: '2026-11-22T18:00:10.250Z', troubles: [] },
          ],
        },
      ],
    },
  },
};

describe('readWatchState', () => {
  it('takes all of version 1 over: what is wrong, who was told, and what is still to be told', () => {
    expect(readWatchState(JSON.parse(JSON.stringify(V1)))).toEqual({
      version: 2,
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
                { event: 'ended', target: null, since: SINCE, troubles: [] },
              ],
            },
          ],
        },
      },
    });
  });

  it('reads what it writes', () => {
    const state = readWatchState(V1);
    expect(readWatchState(JSON.parse(JSON.stringify(state)))).toEqual(state);
    expect(readWatchState(EMPTY_WATCH_STATE)).toEqual(EMPTY_WATCH_STATE);
  });

  it.each([
    ['nothing', undefined],
    ['another version', { ...V1, version: 3 }],
    ['version 2 with the times of version 1', { ...V1, version: 2 }],
    ['something else', { targets: [] }],
  ])('does not take %s for it', (_what, stored) => {
    expect(readWatchState(stored)).toBeNull();
  });
});
