import { knownResultType, type ResultType } from './result-types.js';
import type { TlsReport } from './report.js';

/** What a report comes to over all its policies, in sessions. */
export interface ReportTotals {
  readonly successes: number;
  readonly failures: number;
  readonly failuresByType: ReadonlyMap<ResultType | 'other', number>;
}

export function reportTotals({ policies }: Pick<TlsReport, 'policies'>): ReportTotals {
  const failuresByType = new Map<ResultType | 'other', number>();
  for (const { resultType, sessions } of policies.flatMap((policy) => policy.failuresByType)) {
    const known = knownResultType(resultType);
    failuresByType.set(known, (failuresByType.get(known) ?? 0) + sessions);
  }
  const sum = (counts: readonly number[]): number => counts.reduce((total, one) => total + one, 0);
  return {
    successes: sum(policies.map(({ successes }) => successes)),
    failures: sum(policies.map(({ failures }) => failures)),
    failuresByType,
  };
}
