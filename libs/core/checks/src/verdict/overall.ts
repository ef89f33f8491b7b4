/** The facts behind the headline on both mechanisms. Nothing in them changes what is said of either. */
import { measures, mustRefuse, provesEnforcement, type Scenario } from '#scenarios';

import type { Facts } from './facts.js';
import type { HeadlineFacts, OverallFacts } from './message.js';
import type { Protection } from './mta-sts-verdict.js';
import { failuresAtBroken, type Reading } from './policy.js';
import type { ServerResults } from './results.js';
import { isAt } from './servers.js';

/**
 * What a headline says of both. `dane-alone`: of MTA-STS nothing, which was not tested or is not certain yet. `mixed`: one of them is
 * used in part, or TLS not at all, or MTA-STS is enforced by some of the servers and was not tested with others, so that each is said
 * by itself.
 */
export const HEADLINE_KINDS = ['dane-alone', 'both', 'dane', 'mta-sts', 'neither', 'mixed'] as const;
export type HeadlineKind = (typeof HEADLINE_KINDS)[number];

/** It did whatever the mechanism forbids, and nothing for its sake. */
const UNUSED: ReadonlySet<Reading> = new Set(['delivered-everywhere', 'clear-at-broken']);

/** @param facts of what was seen at the hosts of DANE */
export function overallOf(
  protection: Protection,
  dane: HeadlineFacts,
  mtaSts: HeadlineFacts,
  facts: Facts,
): OverallFacts {
  const byDane = protection === 'both' || protection === 'dane';
  const byPolicy = protection === 'both' || protection === 'mta-sts';
  const isOfAll = dane.servers.every((name) => mtaSts.servers.includes(name));
  const { results, catalogue } = facts;
  const { servers } = results;
  const isPlain =
    (byDane ? dane.reading === 'enforces' : UNUSED.has(dane.reading)) &&
    (byPolicy ? isOfAll : UNUSED.has(mtaSts.reading));
  return {
    kind: isPlain ? protection : 'mixed',
    ...{ dane, byPolicy },
    policyServers: mtaSts.servers,
    isSameServers: dane.servers.toSorted().join() === mtaSts.servers.toSorted().join(),
    daneWins: protection === 'both' && servers.length > 0 && servers.every(refusedOverridden(catalogue)),
    policyWins: yieldsToPolicies(facts),
  };
}

/** A host where an MTA-STS policy allows what the TLSA records forbid. */
function isOverridden(scenario: Scenario): boolean {
  return scenario.mtaSts !== undefined && measures('dane')(scenario) && mustRefuse(scenario);
}

function refusedOverridden(catalogue: ReadonlyMap<string, Scenario>): (each: ServerResults) => boolean {
  return ({ results }) =>
    results.some((result) => result.state === 'refused' && isAt(isOverridden, result, catalogue));
}

/** Whether DANE is enforced but where there is a policy as well, which must not take precedence (RFC 8461 §2). */
export function yieldsToPolicies(facts: Facts): boolean {
  const { results, catalogue } = facts;
  const enforces = (address: string): boolean =>
    [...results.servers, ...results.members].some(
      ({ server, results: own }) =>
        server.address === address &&
        own.some((result) => result.state === 'refused' && isAt(provesEnforcement, result, catalogue)),
    );
  const failures = failuresAtBroken(facts);
  return (
    failures.length > 0 &&
    failures.every((failure) => isAt(isOverridden, failure, catalogue) && enforces(failure.server))
  );
}
