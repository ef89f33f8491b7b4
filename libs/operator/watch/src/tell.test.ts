import { describe, expect, it } from 'vitest';

import { type Channel, type Delivery, tell } from './tell.js';
import { EMPTY_WATCH_STATE, type PendingNotification, type WatchState } from './watch-state.js';
import { pendingOf } from './notifications.js';

const NOW = Date.parse('2026-11-01T12:00:00.000Z');
const DAY_MS = 86_400_000;

function notification(id: string, at = NOW): PendingNotification {
  return { id, at, changes: [] };
}

function stateWith(pending: Readonly<Record<string, readonly PendingNotification[]>>): WatchState {
  const channels = Object.entries(pending).map(([name, queue]) => [name, { told: {}, pending: queue }]);
  return { ...EMPTY_WATCH_STATE, channels: Object.fromEntries(channels) as WatchState['channels'] };
}

/** Tells by channels that answer so; says what each was asked to tell, what was complained of, and what was saved. */
async function telling(
  pending: Readonly<Record<string, readonly PendingNotification[]>>,
  answers: Readonly<Record<string, (id: string) => Delivery['kind']>>,
) {
  const asked: string[] = [];
  const complaints: string[] = [];
  const saved: WatchState[] = [];
  const channels = Object.entries(answers).map(([name, answer]): Channel => ({
    name,
    deliver: ({ id }) => {
      asked.push(`${name} ${id}`);
      const kind = answer(id);
      return Promise.resolve(kind === 'told' ? { kind } : { kind, reason: `${name} says no` });
    },
  }));
  const state = stateWith(pending);
  const book = { state, save: (next: WatchState) => Promise.resolve(void saved.push(next)) };
  const { signal } = new AbortController();
  const after = await tell(state, book, {
    ...{ channels, now: NOW, signal, complain: (line) => void complaints.push(line) },
  });
  const left = Object.keys(pending).map((name) => [name, pendingOf(after, name).map(({ id }) => id)]);
  return { asked, complaints, saved, left: Object.fromEntries(left) as Record<string, string[]> };
}

describe('tell', () => {
  it('takes away what was taken, one after the other', async () => {
    const { asked, saved, left } = await telling(
      { mail: [notification('a'), notification('b')] },
      {
        mail: () => 'told',
      },
    );
    expect(asked).toEqual(['mail a', 'mail b']);
    expect(saved.map((state) => pendingOf(state, 'mail').map(({ id }) => id))).toEqual([['b'], []]);
    expect(left).toEqual({ mail: [] });
  });

  it('keeps what was not taken, in its order, and tells the other channels all the same', async () => {
    const queue = [notification('a'), notification('b')];
    const { asked, complaints, left } = await telling(
      { webhook: queue, mail: queue },
      { webhook: () => 'failed', mail: () => 'told' },
    );
    expect(asked.filter((one) => one.startsWith('webhook'))).toEqual(['webhook a']);
    expect(left).toEqual({ webhook: ['a', 'b'], mail: [] });
    expect(complaints).toEqual([
      'Alerts could not be sent: webhook says no; it is retried at the next check',
    ]);
  });

  it('goes on with the next when one is refused for itself', async () => {
    const { left } = await telling(
      { mail: [notification('a'), notification('b')] },
      {
        mail: (id) => (id === 'a' ? 'refused' : 'told'),
      },
    );
    expect(left).toEqual({ mail: ['a'] });
  });

  it('gives up what nobody took for a week, and says so', async () => {
    const old = notification('a', NOW - 7 * DAY_MS);
    const { complaints, left } = await telling({ mail: [old] }, { mail: () => 'failed' });
    expect(left).toEqual({ mail: [] });
    expect(complaints).toEqual(['Alerts could not be sent: mail says no; giving up on it']);
  });
});
