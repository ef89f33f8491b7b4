import { describe, expect, it } from 'vitest';

import {
  CLIENTS,
  ENFORCED,
  START,
  type HistoryEntry,
  history,
  resultsOf,
} from '../../../../../test/support/check-history.js';

import { STORIES_OF_ONE_SERVER } from '../../../../../test/support/verdict-stories/one-server.js';
import { STORIES_OF_SYSTEMS } from '../../../../../test/support/verdict-stories/systems.js';

import { judge } from './judge.js';
import { PROVISIONAL_AFTER_MS } from './policy.js';
import type { Verdict } from './verdict.js';

const LATE = START + 30 * 86_400_000;

const strangersOf = ({ strangers }: Verdict): string[] =>
  strangers.map(({ address }) => Object.keys(CLIENTS).find((each) => CLIENTS[each]?.[0] === address) ?? '');

const STORIES = { ...STORIES_OF_ONE_SERVER, ...STORIES_OF_SYSTEMS };

const rows = Object.entries(STORIES).flatMap(([topic, stories]) =>
  Object.entries(stories).map(([name, row]) => ({ topic, name, row })),
);

describe('judge', () => {
  it.each(rows)('$topic: $name', ({ row }) => {
    const verdict = judge(history(...row.story), LATE);
    expect(`${verdict.outcome}${verdict.provisional ? '?' : ''}`).toBe(row.outcome);
    expect(resultsOf(verdict)).toEqual(expect.arrayContaining([...(row.results ?? [])]));
    if (row.strangers !== undefined) expect(strangersOf(verdict)).toEqual(row.strangers);
    expect(verdict.messages).not.toEqual([]);
  });

  it.each(rows)('gives the same verdict in any order: $topic: $name', ({ row }) => {
    const told = history(...row.story);
    const expected = judge(told, LATE);
    for (const other of reordered(told)) expect(judge(other, LATE)).toEqual(expected);
  });

  it.each(rows.filter(({ row }) => row.outcome === 'enforces'))(
    'is never green before the last of what proves it was seen, nor by what a stranger adds: $topic: $name',
    ({ row }) => {
      const told = history(...row.story);
      const with_ = [...told, ...history(...STRANGERS)];
      expect(judge(with_, LATE)).toMatchObject({ outcome: 'enforces', provisional: false });
      expect(judge(told.slice(0, 1), LATE).outcome).not.toBe('enforces');
    },
  );
});

/** Everything that somebody may do who knows the check's hosts and mails nothing. */
const STRANGERS = ['refuses', 'closes', 'greets', 'loses', 'errs', 'fails'].flatMap((does) =>
  ['do', 'dont', 'wrong'].map((scenario) => `20m laptop ${does} ${scenario} message none`),
);

/** Fed in other orders, with the ids that they would have then. */
function reordered(told: readonly HistoryEntry[]): HistoryEntry[][] {
  const renumbered = (entries: readonly HistoryEntry[]): HistoryEntry[] =>
    entries.map((entry, index) => ({ ...entry, id: index + 1 }));
  const rotated = told.map((_, index) => [...told.slice(index), ...told.slice(0, index)]);
  return [[...told].reverse(), ...rotated].map(renumbered);
}

describe('judge, in time', () => {
  const silentWrong = history('mx1 delivers do', 'mx1 delivers dont');
  const lastAt = START + 1000;

  it('says when silence allows another reading', () => {
    const { changesAt } = judge(silentWrong, lastAt + 1);
    expect(changesAt).toBe(lastAt + PROVISIONAL_AFTER_MS);
    expect(judge(silentWrong, (changesAt ?? 0) - 1).scenarios.at(2)?.state).toBe('waiting');
    const late = judge(silentWrong, changesAt ?? 0);
    expect(late).toMatchObject({ outcome: 'waiting', provisional: true, changesAt: null });
    expect(late.scenarios.at(2)?.state).toBe('not-seen');
  });

  it('does not start the minute before anything was seen, and needs none when all was', () => {
    expect(judge([], START)).toMatchObject({ outcome: 'waiting', changesAt: null });
    expect(judge(history(...ENFORCED), lastAt + 1001).changesAt).toBeNull();
  });

  it('is not moved by strangers, once a server is known', () => {
    const visited = [...silentWrong, ...history('30m laptop refuses wrong')];
    expect(judge(visited, lastAt + 1).changesAt).toBe(judge(silentWrong, lastAt + 1).changesAt);
  });

  it('is not changed by sessions still open', () => {
    const open = [...silentWrong, ...history('5s mx1 opens wrong')];
    const { servers: _one, ...before } = judge(silentWrong, LATE);
    const { servers: _other, ...after } = judge(open, LATE);
    expect({ ...after, scenarios: [] }).toEqual({ ...before, scenarios: [] });
  });
});
