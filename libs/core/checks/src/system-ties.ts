/** Which addresses are of a check's system, of those that are not its servers themselves: DNS says it (verdict/servers.ts). */
import type { Observation } from './observation.js';
import type { AddressKnowledge, SystemKnowledge } from './verdict/servers.js';
import { domainOf } from './verdict/session-host.js';

/** The addresses that delivered for the check. */
export function deliverersOf(observations: readonly Observation[]): ReadonlySet<string> {
  return new Set(
    observations.flatMap(({ kind, clientAddress }) => (kind === 'delivered' ? [clientAddress] : [])),
  );
}

/**
 * Whether what DNS says of an address ties it to one that delivered: SPF of the domain that the messages came from, or a confirmed name
 * under the registrable domain of a server's own.
 *
 * @param systems of the addresses that had sessions of the check
 */
export function tiesTo(
  observations: readonly Observation[],
  systems: SystemKnowledge,
): (known: AddressKnowledge | undefined) => boolean {
  const senders = new Set(senderDomains(observations));
  const names = new Set(
    [...deliverersOf(observations)].flatMap((address) =>
      (systems.get(address)?.links ?? []).flatMap(({ evidence, domain }) =>
        evidence === 'forward-confirmed' ? [domain] : [],
      ),
    ),
  );
  return (known) =>
    (known?.links ?? []).some(({ evidence, domain }) =>
      (evidence === 'spf' ? senders : names).has(domain.toLowerCase()),
    );
}

/** The domains that the check's messages came from, each once. */
export function senderDomains(observations: readonly Observation[]): string[] {
  const domains = observations.flatMap(({ kind, evidence }) =>
    kind === 'delivered' ? (domainOf(evidence?.mailFrom ?? null) ?? []) : [],
  );
  return [...new Set(domains)];
}
