import { describe, expect, it } from 'vitest';

import { history, type HistoryEntry, START } from '../../../../../test/support/check-history.js';

import { judge, type JudgeOptions } from './judge.js';
import type { Result } from './verdict.js';

const LATE = START + 86_400_000;
const CONTROLS = ['mx1 delivers sts-good', 'mx1 delivers sts-none'] as const;
const FETCHER = '192.0.2.99';

/** What `mx1` and `mx3` did at the scenario. */
function resultsAt(id: string, entries: readonly HistoryEntry[], options?: JudgeOptions): readonly Result[] {
  const { servers } = judge(entries, LATE, 'not-yet', options);
  return servers.flatMap(({ results }) =>
    results.filter(({ scenario, state }) => scenario === id && state !== 'not-tested'),
  );
}

/** As if an address that DNS ties to a server of the check had fetched it. */
function bySystem(entries: readonly HistoryEntry[]): HistoryEntry[] {
  return entries.map((entry) =>
    entry.kind === 'policy-fetch' ? { ...entry, clientAddress: FETCHER, attribution: 'system' } : entry,
  );
}

describe('a fetch of a policy that no valid record announces', () => {
  it.each(['sts-two', 'sts-txt'])('leaves open what its client did at %s', (id) => {
    const delivered = history(...CONTROLS, `mx1 delivers ${id}`);
    expect(resultsAt(id, delivered)).toMatchObject([{ conclusion: 'pass', finding: 'delivered-over-tls' }]);
    const fetched = history(...CONTROLS, `mx1 fetches ${id} same-client`, `mx1 delivers ${id}`);
    expect(resultsAt(id, fetched)).toMatchObject([
      {
        ...{ state: 'delivered', conclusion: 'waiting', finding: 'fetched-without-record' },
        facts: { fetchedBy: ['192.0.2.1'] },
      },
    ]);
  });

  it('is said of those who did not deliver, too, and changes nothing of their results', () => {
    const lines = ['mx1 fetches sts-two same-client', 'mx1 refuses sts-two same-client'];
    expect(resultsAt('sts-two', history(...CONTROLS, ...lines))).toMatchObject([
      { conclusion: 'fail', finding: 'refused-despite-policy', facts: { fetchedBy: ['192.0.2.1'] } },
    ]);
  });

  it('decides nothing', () => {
    const lines = [...CONTROLS, 'mx1 refuses sts-cert same-client', 'mx1 delivers sts-two'];
    const fetched = judge(history(...lines, 'mx1 fetches sts-two same-client'), LATE);
    expect(fetched.mtaSts).toEqual(judge(history(...lines), LATE).mtaSts);
    expect(fetched.mtaSts).toMatchObject({ outcome: 'enforces', provisional: false });
  });

  it('is that of the system where DNS ties its client to the only one that delivered', () => {
    const lines = [...CONTROLS, 'mx1 delivers sts-two', 'mx1 fetches sts-two'];
    expect(resultsAt('sts-two', bySystem(history(...lines)))).toMatchObject([
      { finding: 'fetched-without-record', facts: { fetchedBy: [FETCHER] } },
    ]);
    const others = ['mx3 delivers sts-good', 'mx3 delivers sts-two'];
    const apart = resultsAt('sts-two', bySystem(history(...lines, ...others)));
    expect(apart.map(({ conclusion }) => conclusion)).toEqual(['pass', 'pass']);
  });

  it.each([
    ['of somebody else', 'sts-two', 'mx3 fetches sts-two same-client'],
    ['from an address that other checks are mailed from', 'sts-two', 'mx1 fetches sts-two shared'],
    ['at another host', 'sts-two', 'mx1 fetches sts-txt same-client'],
    ['of a policy that is announced, and is not there', 'sts-404', 'mx1 fetches sts-404 same-client'],
    // Who is mailed at the parent itself has to fetch it.
    ['of the parent’s policy', 'sts-sub', 'mx1 fetches sts-sub same-client'],
  ])('%s says nothing', (_, id, fetch) => {
    const results = resultsAt(id, history(...CONTROLS, `mx1 delivers ${id}`, fetch));
    expect(results).toMatchObject([{ conclusion: 'pass', facts: { fetchedBy: [] } }]);
  });
});
