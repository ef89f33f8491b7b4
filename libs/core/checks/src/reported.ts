/**
 * What a mail system itself reported about the hosts of a check (RFC 8460), beside what was seen there. Reports prove
 * nothing and change no verdict: anybody may write one.
 */
import { findScenario, isReleaseCertificate, isUsable, type ScenarioId } from '#scenarios';

import { mailHosts } from './mail-hosts.js';
import type { Observation } from './observation.js';

/** Sessions of one scenario as one policy of a report counts them. */
export interface ReportedSessions {
  readonly scenario: ScenarioId;
  /** `tlsa`, `sts` or `no-policy-found` (RFC 8460 §4.4); others are kept as they are. */
  readonly policy: string;
  readonly successes: number;
  readonly failures: number;
  readonly failuresByType: readonly { readonly resultType: string; readonly sessions: number }[];
}

/** What one report says of the hosts of one check. Times are milliseconds since the epoch. */
export interface CheckReport {
  readonly receivedAt: number;
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
 * - `agrees`: policy and counts are what was seen.
 * - `policy-not-found`: it found no policy where there are TLSA records that can be used.
 * - `policy-unexpected`: it found TLSA records where there are none.
 * - `sessions-unseen`: it counts sessions, and none of the check's servers was seen there at that time.
 * - `success-impossible`: it counts a session as good that the TLSA records rule out.
 * - `failures-missing`: a connection ended without delivery, and it counts no failure.
 * - `delivered-despite-failure`: it counts failures, and everything was delivered.
 * - `counts-differ`: the numbers are not the same.
 */
export const REPORT_FINDINGS = [
  'agrees',
  'policy-not-found',
  'policy-unexpected',
  'sessions-unseen',
  'success-impossible',
  'failures-missing',
  'delivered-despite-failure',
  'counts-differ',
] as const;
export type ReportFinding = (typeof REPORT_FINDINGS)[number];

export interface ReportComparison {
  readonly finding: ReportFinding;
  /** Sessions of the check's servers at the scenario, within the period of the report. */
  readonly seen: { readonly delivered: number; readonly failed: number };
}

/** Holds what was reported of one scenario against what the check's servers were seen to do there meanwhile. */
export function compareReported(
  reported: ReportedSessions,
  { startAt, endAt }: Pick<CheckReport, 'startAt' | 'endAt'>,
  observations: readonly Observation[],
  servers: ReadonlySet<string>,
): ReportComparison {
  const meanwhile = observations.filter(
    ({ at, scenario, clientAddress }) =>
      scenario === reported.scenario && at >= startAt && at <= endAt && servers.has(clientAddress),
  );
  const delivered = meanwhile.filter(({ kind }) => kind === 'delivered');
  const failed = meanwhile.filter(({ kind }) => FAILED.includes(kind));
  const seen = { delivered: sessions(delivered), failed: sessions(failed) };
  const isReleased = delivered.some(({ evidence }) => isReleaseCertificate(evidence?.certificate ?? null));
  return { finding: findingOf(reported, seen, isReleased), seen };
}

const FAILED: readonly Observation['kind'][] = ['refused', 'tls-failed', 'lost'];

function findingOf(
  { scenario, policy, successes, failures }: ReportedSessions,
  seen: ReportComparison['seen'],
  isReleased: boolean,
): ReportFinding {
  const published = publishedPolicy(scenario);
  if (policy === 'no-policy-found' && published === 'tlsa') return 'policy-not-found';
  if (policy === 'tlsa' && published === 'none') return 'policy-unexpected';
  if (seen.delivered + seen.failed === 0 && successes + failures > 0) return 'sessions-unseen';
  if (policy !== 'tlsa') return successes === seen.delivered ? 'agrees' : 'counts-differ';
  const mustRefuse = findScenario(scenario)?.expected === 'refused';
  if (mustRefuse && successes > 0 && !isReleased) return 'success-impossible';
  if (seen.failed > 0 && failures === 0) return 'failures-missing';
  if (failures > 0 && seen.failed === 0) return 'delivered-despite-failure';
  return successes === seen.delivered && failures === seen.failed ? 'agrees' : 'counts-differ';
}

/** `either`: which one a sender finds depends on the sender. */
function publishedPolicy(id: ScenarioId): 'tlsa' | 'none' | 'either' {
  const scenario = findScenario(id);
  if (scenario === undefined) return 'either';
  const hosts = mailHosts(scenario, '');
  if (hosts.every(({ tlsa }) => tlsa.length === 0)) return 'none';
  return hosts.every(({ tlsa, security }) => security === 'secure' && tlsa.some(isUsable))
    ? 'tlsa'
    : 'either';
}

/** One observation may be of a session with several messages; without evidence each is one. */
function sessions(observations: readonly Observation[]): number {
  return new Set(observations.map(({ id, evidence }) => evidence?.session ?? `observation ${id}`)).size;
}
