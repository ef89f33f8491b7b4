/** What a check says of MTA-STS, beside its verdict on DANE. */
import {
  fetchStatus,
  type Observation,
  type PolicyCache,
  type Result,
  type ScenarioVerdict,
  type Verdict,
} from '#checks';
import type { CheckBody, CheckScenarioBody, FetchBody } from '#contracts';
import { type Language, say } from '#words';

import { timestamp } from './timestamp.js';

export function viewMtaSts({ mtaSts }: Verdict, cache: PolicyCache, language: Language): CheckBody['mtaSts'] {
  if (mtaSts === null) return null;
  const { outcome, provisional, reading: code, protection } = mtaSts;
  const fetched = cache.policies.map(({ scenario, clientAddress, fetchedAt, endsAt }) => ({
    ...{ scenario, clientAddress },
    ...{ at: timestamp(fetchedAt), until: timestamp(endsAt) },
  }));
  const said = { title: language.mtaSts(mtaSts), caching: language.policyCache(cache) };
  const doubts = mtaSts.doubts.map((doubt) => say(doubt, language));
  return { outcome, provisional, code, protection, ...said, doubts, fetched };
}

/** Of one result. */
const MAX_FETCHES = 5;

/** Who asked for the policy of the host, as far as that belongs to the server or its system. @param fetches of the check */
export function viewFetches(
  { scenario, server }: Pick<Result, 'scenario' | 'server'>,
  fetches: readonly Observation[],
): FetchBody[] {
  const own = fetches.filter(
    (fetch) =>
      fetch.scenario === scenario && (fetch.clientAddress === server || fetch.attribution === 'system'),
  );
  const latest = own.toSorted((one, other) => other.at - one.at).slice(0, MAX_FETCHES);
  return latest.map((fetch) => {
    const { clientAddress, clientName: userAgent, attribution, at } = fetch;
    return { clientAddress, attribution, at: timestamp(at), status: fetchStatus(fetch), userAgent };
  });
}

/** What there is to say of both. */
export function viewHeadline(
  { headline, mtaSts, overall }: Verdict,
  language: Language,
): CheckBody['headline'] {
  const protection = mtaSts?.protection ?? null;
  return overall === null || protection === null
    ? { kind: 'dane-alone', title: say({ code: 'headline', facts: headline }, language), meaning: '' }
    : {
        kind: overall.kind,
        title: language.overall(overall),
        meaning: language.meaning(protection, overall),
      };
}

export function viewPhases({ phases }: ScenarioVerdict): CheckScenarioBody['phases'] {
  if (phases === undefined) return null;
  const { phase, mail, endsAt, changesAt, from, until, policyEndsAt } = phases;
  return {
    ...{ phase, mail, endsAt: timestamp(endsAt), changesAt: timestamp(changesAt) },
    ...{ judgedFrom: timestamp(from), judgedUntil: timestamp(until), policyEndsAt: timestamp(policyEndsAt) },
  };
}
