import type { SessionOutcome } from '../smtp/session.js';
import type { Offer } from '../tls/offer.js';
import type { HostFacts } from '../host/host-facts.js';
import { describeHandshake, uncompleted, type DescribedHandshake } from './describe-handshake.js';
import { outcomeText } from './outcome-text.js';

/** The handshake of a connection; null where the first one did not get as far as that. */
export function handshakeOf(
  offered: Offer,
  outcome: SessionOutcome,
  facts: HostFacts,
  akaNames: readonly string[],
  now: number,
): DescribedHandshake | null {
  if (outcome.kind === 'secured') return describeHandshake(offered, outcome.tls, facts, akaNames, now);
  if (outcome.kind !== 'tls-failed') {
    return offered === 'any' ? null : uncompleted(offered, 'failed', outcomeText(outcome));
  }
  // The server has just completed a handshake with a client that knows more: what it refuses is this kind.
  const isNotOffered = offered !== 'any' && outcome.failure.cause === 'refused';
  return isNotOffered
    ? uncompleted(offered, 'not-offered', null)
    : uncompleted(offered, 'failed', outcome.failure.detail);
}
