/**
 * What a mail system itself reported about the hosts of a check (RFC 8460), beside what was seen there. Reports prove
 * nothing and change no verdict: anybody may write one.
 */
import {
  changesByPhase,
  findScenario,
  isDowngrade,
  isReleaseCertificate,
  type KnownScenario,
  type ScenarioId,
  SCENARIOS,
} from '#scenarios';

import type { Observation, ObservationKind } from './observation.js';
import {
  fittingResultTypes,
  isPolicyType,
  mayStayAway,
  publishedPolicies,
  type ReportedPolicyType,
  rulesOut,
  UNSERVED_TYPES,
} from './reportable.js';
import { type Outage, outagesFor } from './verdict/not-given.js';

/** Sessions of one scenario as one policy of a report counts them. */
export interface ReportedSessions {
  readonly scenario: ScenarioId;
  /** `tlsa`, `sts` or `no-policy-found` (RFC 8460 §4.4); others are kept as they are. */
  readonly policy: string;
  readonly successes: number;
  readonly failures: number;
  readonly failuresByType: readonly { readonly resultType: string; readonly sessions: number }[];
}

/**
 * How a report is known to speak of a check. `token`: it names a host of the check. The others speak of hosts that all checks share, so
 * that their counts may be of others as well. `address`: it names an address that mailed the check at that time, or was sent from there.
 * `domain`: it names none, and the domain that signed it is the sender's, which mailed no other check then. `domain-unsure`: likewise,
 * but nobody signed it as that domain, or several checks were mailed from there.
 */
export const REPORT_MATCHES = ['token', 'address', 'domain', 'domain-unsure'] as const;
export type ReportMatch = (typeof REPORT_MATCHES)[number];

/** What one report says of the hosts of one check. Times are milliseconds since the epoch. */
export interface CheckReport {
  readonly receivedAt: number;
  readonly matchedBy: ReportMatch;
  readonly source: 'mail' | 'https';
  readonly organization: string;
  readonly reportId: string;
  /** The domain that signed it; null: anybody may have written it. */
  readonly signedBy: string | null;
  readonly startAt: number;
  readonly endAt: number;
  readonly sessions: readonly ReportedSessions[];
}

/**
 * - `agrees`: policy, reasons and counts are what was seen.
 * - `policy-not-found`: it found no policy where there is one that can be used.
 * - `policy-not-served`: it found no policy of MTA-STS, or could not fetch it, and at that time we may not have served it.
 * - `policy-unexpected`: it found a policy where there is none.
 * - `sessions-unseen`: it counts sessions, and none of the check's servers was seen there at that time.
 * - `not-connected`: likewise, but it counts failures alone, and a sender need not connect to know that it must not deliver.
 * - `success-impossible`: it counts a session as good that the policy rules out.
 * - `failures-missing`: a connection ended without delivery, and it counts no failure.
 * - `reason-differs`: none of the reasons that it gives is one that there is.
 * - `failure-reported`: everything was delivered, and it counts the failure that a sender has to report there.
 * - `delivered-despite-failure`: it counts failures, and everything was delivered.
 * - `counts-differ`: the numbers are not the same.
 * - `not-compared`: it is not clear whether it counts sessions of this check.
 */
export const REPORT_FINDINGS = [
  'agrees',
  'policy-not-found',
  'policy-not-served',
  'policy-unexpected',
  'sessions-unseen',
  'not-connected',
  'success-impossible',
  'failures-missing',
  'reason-differs',
  'failure-reported',
  'delivered-despite-failure',
  'counts-differ',
  'not-compared',
] as const;
export type ReportFinding = (typeof REPORT_FINDINGS)[number];

export interface ReportComparison {
  readonly finding: ReportFinding;
  /** Sessions of the check's servers at the scenario, within the period of the report. */
  readonly seen: { readonly delivered: number; readonly failed: number };
  /** The result types that fit what a sender finds there. */
  readonly fitting: readonly string[];
}

/** What a report is compared with. */
export interface SeenOfCheck {
  readonly observations: readonly Observation[];
  /** The addresses of the check's servers. */
  readonly servers: ReadonlySet<string>;
  /** When policies of MTA-STS were not served. */
  readonly outages: readonly Outage[];
}

/** Holds what was reported of one scenario against what the check's servers were seen to do there meanwhile. */
export function compareReported(
  reported: ReportedSessions,
  { startAt, endAt, receivedAt, matchedBy }: Omit<CheckReport, 'sessions'>,
  { observations, servers, outages }: SeenOfCheck,
): ReportComparison {
  const scenario = findScenario(reported.scenario);
  if (scenario === undefined) throw new Error(`there is no scenario ${reported.scenario}`);
  const meanwhile = observations.filter(
    ({ at, scenario: id, clientAddress }) =>
      id === scenario.id && at >= startAt && at <= endAt && servers.has(clientAddress),
  );
  const delivered = meanwhile.filter(({ kind }) => kind === 'delivered');
  const failures = isDowngrade(scenario) ? [...FAILED, ...WITHOUT_TLS] : FAILED;
  const isPartial = matchedBy !== 'token';
  const seen = {
    delivered: sessions(delivered),
    failed: sessions(meanwhile.filter(({ kind }) => failures.includes(kind))),
    mayComply:
      (isPartial && scenario.fallback !== undefined) ||
      delivered.some(({ evidence }) => isReleaseCertificate(evidence?.certificate ?? null)),
    isPartial,
    mayLackPolicy: outagesFor({ from: startAt, until: Math.min(endAt, receivedAt) }, outages).length > 0,
  };
  const { policy } = reported;
  const finding = isPolicyType(policy)
    ? findingOfPolicy(reported, policy, scenario, seen)
    : findingWithoutPolicy(reported, scenario, seen);
  return {
    finding: matchedBy === 'domain-unsure' && finding !== 'sessions-unseen' ? 'not-compared' : finding,
    seen: { delivered: seen.delivered, failed: seen.failed },
    fitting: isPolicyType(policy) ? fittingResultTypes(policy, scenario) : [],
  };
}

const FAILED: readonly ObservationKind[] = ['refused', 'tls-failed', 'lost'];
/** Where TLS is taken away, a sender that demands it leaves without a handshake. */
const WITHOUT_TLS: readonly ObservationKind[] = ['left', 'rejected'];

interface Seen {
  readonly delivered: number;
  readonly failed: number;
  /** Whether a certificate that is right was presented meanwhile, or may have been. */
  readonly mayComply: boolean;
  /** Whether the report may count sessions of other checks as well. */
  readonly isPartial: boolean;
  /** Whether we may not have served the policies of MTA-STS meanwhile. */
  readonly mayLackPolicy: boolean;
}

function findingWithoutPolicy(
  { policy, successes, failures }: ReportedSessions,
  scenario: KnownScenario,
  seen: Seen,
): ReportFinding {
  const published = publishedPolicies(scenario);
  const isPublished = published.tlsa === 'yes' || published.sts === 'yes';
  if (policy === 'no-policy-found' && isPublished)
    return seen.mayLackPolicy && published.sts === 'yes' ? 'policy-not-served' : 'policy-not-found';
  if (seen.delivered + seen.failed === 0 && successes + failures > 0) return 'sessions-unseen';
  return isCounted(successes, seen.delivered, seen) ? 'agrees' : 'counts-differ';
}

function findingOfPolicy(
  reported: ReportedSessions,
  policy: ReportedPolicyType,
  scenario: KnownScenario,
  seen: Seen,
): ReportFinding {
  const { successes, failures } = reported;
  const staysAway = mayStayAway(policy, scenario);
  const isUnseen = seen.delivered + seen.failed === 0 && successes + failures > 0;
  if (publishedPolicies(scenario)[policy] === 'no') return 'policy-unexpected';
  if (isUnseen && !(staysAway && successes === 0)) return 'sessions-unseen';
  if (rulesOut(policy, scenario) && successes > 0 && !seen.mayComply) return 'success-impossible';
  const fitting = fittingResultTypes(policy, scenario);
  if (seen.mayLackPolicy && lacksPolicy(reported, fitting)) return 'policy-not-served';
  const ofFailures =
    failures > 0
      ? findingOfFailures(reported, fitting, staysAway ? null : seen, scenario)
      : seen.failed > 0
        ? 'failures-missing'
        : null;
  if (ofFailures !== null) return ofFailures;
  if (isUnseen) return 'not-connected';
  const failuresFit = staysAway || isCounted(failures, seen.failed, seen);
  return isCounted(successes, seen.delivered, seen) && failuresFit ? 'agrees' : 'counts-differ';
}

/** Whether it had no policy where one is to be found. */
function lacksPolicy(
  { policy, failures, failuresByType }: ReportedSessions,
  fitting: readonly string[],
): boolean {
  const types = failuresByType.map(({ resultType }) => resultType);
  const isUnserved = types.some((type) => UNSERVED_TYPES.includes(type) && !fitting.includes(type));
  return policy === 'sts' && failures > 0 && isUnserved;
}

/** @param seen null: failures need not have been seen, @returns null where nothing but counts can differ */
function findingOfFailures(
  { successes, failuresByType }: ReportedSessions,
  fitting: readonly string[],
  seen: Seen | null,
  scenario: KnownScenario,
): ReportFinding | null {
  if (hasOtherReasons(failuresByType, fitting)) return 'reason-differs';
  if (seen === null || seen.failed > 0) return null;
  // Where a policy changes, what it forbids is refused, and what it allows fails nothing.
  const isDelivered = scenario.expected !== 'refused' && !changesByPhase(scenario);
  if (isDelivered && fitting.length > 0) return 'failure-reported';
  return seen.isPartial && successes >= seen.delivered ? null : 'delivered-despite-failure';
}

/** A report on a host that all checks share counts the sessions of all. */
function isCounted(reported: number, seen: number, { isPartial }: Seen): boolean {
  return isPartial ? reported >= seen : reported === seen;
}

/** A type that is not of the standard says nothing, and no type fits everything. */
function hasOtherReasons(
  failuresByType: ReportedSessions['failuresByType'],
  fitting: readonly string[],
): boolean {
  const types = failuresByType.map(({ resultType }) => resultType);
  return (
    fitting.length > 0 &&
    types.length > 0 &&
    types.every((type) => REASONS.has(type) && !fitting.includes(type))
  );
}

/** Those that fit somewhere: all of the standard but two, which fit whatever fails, or nothing here (`dane-required`). */
const REASONS: ReadonlySet<string> = new Set(
  SCENARIOS.flatMap((scenario) => [
    ...fittingResultTypes('tlsa', scenario),
    ...fittingResultTypes('sts', scenario),
  ]).filter((type) => type !== 'validation-failure'),
);

/** One observation may be of a session with several messages; without evidence each is one. */
function sessions(observations: readonly Observation[]): number {
  return new Set(observations.map(({ id, evidence }) => evidence?.session ?? `observation ${id}`)).size;
}
