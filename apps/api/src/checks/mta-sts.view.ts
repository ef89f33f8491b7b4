/** What a check says of MTA-STS, beside its verdict on DANE. */
import type { PolicyCache, Verdict } from '#checks';
import type { CheckBody } from '#contracts';
import { type Language, say } from '#words';

export function viewMtaSts({ mtaSts }: Verdict, cache: PolicyCache, language: Language): CheckBody['mtaSts'] {
  if (mtaSts === null) return null;
  const { outcome, provisional, reading: code, protection } = mtaSts;
  const fetched = cache.policies.map(({ scenario, clientAddress, fetchedAt, endsAt }) => ({
    ...{ scenario, clientAddress },
    ...{ at: new Date(fetchedAt).toISOString(), until: new Date(endsAt).toISOString() },
  }));
  const said = { title: language.mtaSts(mtaSts), caching: language.policyCache(cache) };
  const doubts = mtaSts.doubts.map((doubt) => say(doubt, language));
  return { outcome, provisional, code, protection, ...said, doubts, fetched };
}
