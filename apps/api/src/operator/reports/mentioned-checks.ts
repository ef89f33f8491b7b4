/**
 * Which checks a TLS report speaks of, and what it says of their hosts. A host of one check has its token. Of hosts that all checks
 * share, the sender's address and the day say which, or its domain (reporting-domains.ts). Anyone who knows an address can forge such a
 * report: it is evidence, never proof.
 */
import {
  type HostName,
  isToken,
  normalizeAddress,
  parseHostName,
  POLICY_SCENARIOS,
  type ReportedSessions,
  type ReportMatch,
} from '#checks';
import type { ReportMention, SharedDelivery } from '#store';
import type { ReportedPolicy, TlsReport } from '#tlsrpt';

/** A reporter sends one report for each domain, and each host of a check is a domain. */
const MOST_CHECKS = 20;
/** More than a mail system sends from in a day to one of our hosts. */
const MOST_ADDRESSES = 20;
/**
 * Characters of JSON for each check, which are in every answer about it: twice what a report on every scenario takes. Who knows the
 * token, or an address, can send them, and must not make the check too large to be read.
 */
const MOST_CHARACTERS = 16_384;
const MOST_TYPES = 20;
/** Those of RFC 8460 §4.3 have at most 27. */
const LONGEST_TYPE = 64;

type Policies = Pick<TlsReport, 'policies'>;

/** @param domain DOMAIN, below which the hosts of checks are */
export function mentionedChecks({ policies }: Policies, domain: string): ReportMention[] {
  const mentions = new Map<string, ReportedSessions[]>();
  for (const policy of policies) {
    const host = hostOf(policy, domain);
    if (host?.kind !== 'check' || !isToken(host.token)) continue;
    const sessions = mentions.get(host.token) ?? [];
    if (mentions.size < MOST_CHECKS) mentions.set(host.token, sessions);
    sessions.push(sessionsOf(policy, host.scenario));
  }
  return [...mentions].map(([token, sessions]) => ({
    token,
    matchedBy: 'token',
    sessions: bounded(sessions),
  }));
}

/** Whether it speaks of a host that all checks share. */
export function isOfSharedHosts({ policies }: Policies, domain: string): boolean {
  return policies.some((policy) => hostOf(policy, domain)?.kind === 'scenario');
}

/** The addresses that its failures name as those of the sender. */
export function namedAddresses({ policies }: Policies): string[] {
  const named = policies.flatMap(({ details }) => details.flatMap(({ sendingMtaIp }) => sendingMtaIp ?? []));
  return [...new Set(named.map(normalizeAddress))].slice(0, MOST_ADDRESSES);
}

/** @param deliveries by one of the addresses, or from the domain, in the period of the report */
export function sharedMentions(
  { policies }: Policies,
  domain: string,
  deliveries: readonly SharedDelivery[],
  matchedBy: ReportMatch = 'address',
): ReportMention[] {
  const newest = deliveries.toSorted((one, other) => other.at - one.at);
  const tokens = [...new Set(newest.map(({ token }) => token))].slice(0, MOST_CHECKS);
  const shared = policies.flatMap((policy) => {
    const host = hostOf(policy, domain);
    return host?.kind === 'scenario' ? [sessionsOf(policy, host.scenario)] : [];
  });
  return tokens.flatMap((token) => {
    const own = deliveries.filter((delivery) => delivery.token === token);
    const sessions = shared.filter(({ scenario }) => own.some((one) => isAlike(one.scenario, scenario)));
    return sessions.length === 0 ? [] : [{ token, matchedBy, sessions: bounded(sessions) }];
  });
}

/** A check is mailed at hosts with a policy, at the others, or at both: a refusal names none, and may leave no trace at all. */
function isAlike(one: string, other: string): boolean {
  return POLICY_SCENARIOS.includes(one) === POLICY_SCENARIOS.includes(other);
}

type ScenarioHost = Extract<HostName, { readonly scenario: unknown }>;

/** The policy domain is the domain of the recipient (RFC 8460 §4.4); where it is none of ours, the one MX host may say. */
function hostOf({ domain: policyDomain, mxHosts }: ReportedPolicy, domain: string): ScenarioHost | null {
  const own = parseHostName(policyDomain, domain);
  if ('scenario' in own) return own;
  const [first, ...others] = mxHosts.map((name) => parseHostName(name, domain));
  return first !== undefined && 'scenario' in first && others.length === 0 ? first : null;
}

function bounded(sessions: readonly ReportedSessions[]): readonly ReportedSessions[] {
  let left = MOST_CHARACTERS;
  return sessions.filter((each) => (left -= JSON.stringify(each).length) >= 0);
}

function sessionsOf(
  { type, successes, failures, failuresByType }: ReportedPolicy,
  scenario: ScenarioHost['scenario'],
): ReportedSessions {
  return {
    scenario,
    policy: type.slice(0, LONGEST_TYPE),
    successes,
    failures,
    failuresByType: failuresByType
      .slice(0, MOST_TYPES)
      .map(({ resultType, sessions }) => ({ resultType: resultType.slice(0, LONGEST_TYPE), sessions })),
  };
}
