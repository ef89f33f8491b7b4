/** Which checks a TLS report speaks of, and what it says of their hosts. */
import { type HostName, isToken, parseHostName, type ReportedSessions } from '#checks';
import type { ReportMention } from '#store';
import type { ReportedPolicy, TlsReport } from '#tlsrpt';

/** A reporter sends one report for each domain, and each host of a check is a domain. */
const MOST_CHECKS = 20;
/** More than there are scenarios. */
const MOST_POLICIES = 200;
const MOST_TYPES = 20;

/** @param domain DOMAIN, below which the hosts of checks are */
export function mentionedChecks({ policies }: Pick<TlsReport, 'policies'>, domain: string): ReportMention[] {
  const mentions = new Map<string, ReportedSessions[]>();
  for (const policy of policies) {
    const host = checkHostOf(policy, domain);
    if (host === null) continue;
    const known = mentions.get(host.token) ?? [];
    if (mentions.size < MOST_CHECKS || known.length > 0) mentions.set(host.token, known);
    if (known.length < MOST_POLICIES) known.push(sessionsOf(policy, host.scenario));
  }
  return [...mentions].map(([token, sessions]) => ({ token, sessions }));
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
    policy: type,
    successes,
    failures,
    failuresByType: failuresByType
      .slice(0, MOST_TYPES)
      .map(({ resultType, sessions }) => ({ resultType, sessions })),
  };
}
