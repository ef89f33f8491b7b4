/**
 * What the DNS queries add to a reading: why the server does what was seen, never what that means. They were asked by
 * resolvers, which may serve others too, and only the appliance's own name server shows them: without any, nothing is said.
 */
import { type ExpectedBehaviour, failsLookup } from '#scenarios';

import { MAX_QUERIES_PER_CHECK, type NameQuery } from '../observation.js';

import { type Facts, type Seen, firstAt, isDelivered } from './facts.js';
import { type HostKind, type Message, plainly } from './message.js';
import { domainOf } from './session-host.js';
import { PROVISIONAL_AFTER_MS, type Reading } from './policy.js';
import type { SeenObservation } from './verdict.js';

export interface DnsReasons {
  readonly messages: readonly Message[];
  /** When they change by time alone; null when only new observations change them. */
  readonly changesAt: number | null;
}

const NOTHING: DnsReasons = { messages: [], changesAt: null };

export function reasonsFromDns(reading: Reading, facts: Facts, now: number): DnsReasons {
  return REASONS[reading](facts, now);
}

type Reasons = (facts: Facts, now: number) => DnsReasons;

const nothing: Reasons = () => NOTHING;
const atBroken: Reasons = (facts) => whyDelivered(facts.broken, facts);
/** Some server asked and refused: which of them asked what cannot be seen from its resolver. */
const atBrokenUnlessAsked: Reasons = (facts) =>
  wasAskedForTlsa(facts.broken, facts) ? NOTHING : whyDelivered(facts.broken, facts);

const REASONS: Readonly<Record<Reading, Reasons>> = {
  'delivered-everywhere': atBroken,
  'clear-at-broken': atBroken,
  'clear-at-valid': (facts) => whyDelivered(facts.valid, facts),
  'never-tls': (facts) => whyDelivered(isDelivered(facts.broken) ? facts.broken : facts.valid, facts),
  'delivered-at-some': atBrokenUnlessAsked,
  'some-servers-deliver': atBrokenUnlessAsked,
  'did-both': atBrokenUnlessAsked,
  'nothing-yet': whySilent,
  'more-to-come': whySilent,
  'broken-silent': whySilent,
  'only-valid-delivered': whySilent,
  'valid-missing': whySilent,
  'valid-likely-refused': whySilent,
  'only-refusals': whySilent,
  'only-broken-delivered': whySilent,
  'only-left': whySilent,
  'only-trouble': whySilent,
  enforces: nothing,
  'enforces-and-demands': nothing,
  'enforces-so-far': nothing,
  'refusals-not-judged': nothing,
  'valid-refused': nothing,
  'refuses-everything': nothing,
};

/** Why a message arrived that DANE would have kept back, or in clear where DANE demands TLS. */
function whyDelivered(seen: Seen, facts: Facts): DnsReasons {
  const queries = queriesOfHosts(seen, facts);
  const tlsa = queries.filter(({ type }) => type === 'TLSA');
  const addresses = queries.filter(
    ({ name, type }) => (type === 'A' || type === 'AAAA') && !isBelowHost(name),
  );
  if (tlsa.some(({ dnssecOk }) => dnssecOk)) return reason(plainly('dns-tlsa-ignored'));
  if (tlsa.length > 0) return reason(plainly('dns-tlsa-without-dnssec'));
  // Of a TLSA query that resolvers make of shorter ones, only the beginning may have been seen.
  if (addresses.length === 0 || queries.some(({ name }) => isBelowHost(name))) return NOTHING;
  const stored = [...facts.byScenario.values()].reduce((sum, each) => sum + each.queries.length, 0);
  if (stored >= MAX_QUERIES_PER_CHECK) return NOTHING;
  return reason(
    plainly(addresses.some(({ dnssecOk }) => dnssecOk) ? 'dns-never-asked' : 'dns-without-dnssec'),
  );
}

function reason(message: Message): DnsReasons {
  return { messages: [message], changesAt: null };
}

function wasAskedForTlsa(seen: Seen, facts: Facts): boolean {
  return queriesOfHosts(seen, facts).some(({ type }) => type === 'TLSA');
}

/**
 * The queries about the hosts to which something was delivered: whoever used the classic address form has delivered to
 * another host than the one whose name holds the token, and behind an MX record all checks share it.
 */
function queriesOfHosts({ overTls, inClear, queries }: Seen, { catalogue }: Facts): NameQuery[] {
  const hosts = [...overTls, ...inClear]
    .filter(({ scenario }) => catalogue.get(scenario)?.mx === undefined)
    .flatMap(({ evidence }) => domainOf(evidence?.recipient ?? null) ?? []);
  return queries
    .flatMap(({ query }) => query ?? [])
    .filter(({ name }) => hosts.includes(name.replace(/^(_[^.]*\.)+/, '')));
}

/** Such as `_25._tcp.HOST` or `_tcp.HOST`: only who is after a TLSA record comes by there. */
function isBelowHost(name: string): boolean {
  return name.startsWith('_');
}

/** Hosts that were looked up and not connected to. */
function whySilent({ byScenario, catalogue }: Facts, now: number): DnsReasons {
  const silent = [...catalogue.values()].flatMap((scenario) => {
    const { id, expected } = scenario;
    const seen = byScenario.get(id);
    return seen === undefined || failsLookup(scenario) || seen.connected || seen.queries.length === 0
      ? []
      : [{ host: HOST_KIND[expected], queries: seen.queries, overdueAt: overdueAt(seen.queries) }];
  });
  const overdue = silent.filter((each) => now >= each.overdueAt);
  const fresh = silent.filter((each) => now < each.overdueAt);
  return {
    messages: [
      ...(fresh.length === 0
        ? []
        : [{ code: 'dns-connection-follows', facts: { hosts: hostsOf(fresh) } } as const]),
      ...(overdue.length === 0
        ? []
        : [
            {
              code: 'dns-no-connection',
              facts: { hosts: hostsOf(overdue), firstAt: firstAt(overdue.flatMap(({ queries }) => queries)) },
            } as const,
          ]),
    ],
    changesAt: fresh.length === 0 ? null : Math.min(...fresh.map((each) => each.overdueAt)),
  };
}

const HOST_KIND: Readonly<Record<ExpectedBehaviour, HostKind>> = {
  delivered: 'valid',
  either: 'plain',
  refused: 'broken',
};

function hostsOf(silent: readonly { readonly host: HostKind }[]): HostKind[] {
  return [...new Set(silent.map(({ host }) => host))];
}

function overdueAt(queries: readonly SeenObservation[]): number {
  return Math.min(...queries.map(({ at }) => at)) + PROVISIONAL_AFTER_MS;
}
