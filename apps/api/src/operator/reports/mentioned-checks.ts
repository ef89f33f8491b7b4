/** Which checks a TLS report speaks of, and what it says of their hosts. */
import { type HostName, isToken, parseHostName, type ReportedSessions } from '#checks';
import type { ReportMention } from '#store';
import type { ReportedPolicy, TlsReport } from '#tlsrpt';

/** A reporter sends one report for each domain, and each host of a check is a domain. */
const MOST_CHECKS = 20;
/**
 * Characters of JSON for each check, of which all 20 reports are in every answer about it: twice what a report on every scenario
 * takes. Who knows the token can send them, and must not make the check too large to be read.
 */
const MOST_CHARACTERS = 16_384;
const MOST_TYPES = 20;
/** Those of RFC 8460 §4.3 have at most 27. */
const LONGEST_TYPE = 64;

/** @param domain DOMAIN, below which the hosts of checks are */
export function mentionedChecks({ policies }: Pick<TlsReport, 'policies'>, domain: string): ReportMention[] {
  const mentions = new Map<string, { readonly sessions: ReportedSessions[]; left: number }>();
  for (const policy of policies) {
    const host = checkHostOf(policy, domain);
    if (host === null) continue;
    const mention = mentions.get(host.token) ?? { sessions: [], left: MOST_CHARACTERS };
    if (mentions.size < MOST_CHECKS) mentions.set(host.token, mention);
    const sessions = sessionsOf(policy, host.scenario);
    mention.left -= JSON.stringify(sessions).length;
    if (mention.left >= 0) mention.sessions.push(sessions);
  }
  return [...mentions].map(([token, { sessions }]) => ({ token, sessions }));
}

type CheckHost = Extract<HostName, { readonly kind: 'check' }>;

/** The policy domain is the domain of the recipient (RFC 8460 §4.4); where it is none, the one MX host may say. */
function checkHostOf({ domain: policyDomain, mxHosts }: ReportedPolicy, domain: string): CheckHost | null {
  const own = parseHostName(policyDomain, domain);
  if (own.kind === 'check') return own;
  const [first, ...others] = mxHosts.map((name) => parseHostName(name, domain));
  return first?.kind === 'check' && others.length === 0 && isToken(first.token) ? first : null;
}

function sessionsOf(
  { type, successes, failures, failuresByType }: ReportedPolicy,
  scenario: CheckHost['scenario'],
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
