/**
 * Fetches of policies that no valid record announces: a sender has to skip them (RFC 8461 §3.1). A fetch names neither check nor mail
 * server, so what a server did there is open beside one, and no failure.
 */
import { hasFaultyRecord, type Scenario } from '#scenarios';

import { type Results, withEach } from './results.js';
import { areOneSystem, type Catalogue, isAt } from './servers.js';
import type { Result, SeenObservation } from './verdict.js';

/** @param observations with the fetches that belong to the check (attribution.ts, policy-fetches.ts) */
export function besideNeedlessFetches(
  results: Results,
  observations: readonly SeenObservation[],
  catalogue: Catalogue,
): Results {
  // Another check may be mailed from an address that is not its own alone, and by other senders behind it.
  const fetches = observations.filter(
    (seen) => seen.kind === 'policy-fetch' && seen.exclusive !== false && isAt(isNeedless, seen, catalogue),
  );
  if (fetches.length === 0) return results;
  const all = [...results.servers, ...results.members].map(({ server }) => server);
  const isOneSystem = all.every((one) => all.every((other) => areOneSystem(one, other)));
  return withEach(results, (result) => {
    const own = fetches.filter(
      ({ scenario, clientAddress, attribution }) =>
        scenario === result.scenario &&
        // Of several systems in one check it is not known which of them it is tied to.
        (clientAddress === result.server || (attribution === 'system' && isOneSystem)),
    );
    return own.length === 0 ? result : withFetchers(result, own);
  });
}

function isNeedless({ mtaSts }: Scenario): boolean {
  return mtaSts !== undefined && hasFaultyRecord(mtaSts);
}

function withFetchers(result: Result, fetches: readonly SeenObservation[]): Result {
  const fetchedBy = [...new Set(fetches.map(({ clientAddress }) => clientAddress))];
  const known = { ...result, facts: { ...result.facts, fetchedBy } };
  return result.conclusion === 'pass'
    ? { ...known, conclusion: 'waiting', finding: 'fetched-without-record' }
    : known;
}
