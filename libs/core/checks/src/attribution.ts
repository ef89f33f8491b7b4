/**
 * Three kinds of hosts are shared by all checks: those of the classic address form, such as `wrong.DOMAIN`, those that MX
 * records name, and those at which TLS cannot be had, so that no client sends a server name. A sender that refuses there hangs up before it names a recipient, and only its address tells who it was. Such an
 * observation is stored without a token and belongs to every check to which the same client address delivered close to it, in
 * whichever order. At the host of the classic form only deliveries at a classic address count: who mailed the per-check addresses
 * alone did not cause it, for those name the check. The others are shared in both forms, so there any delivery counts.
 *
 * Several checks may be mailed from one address: a relay, or a NAT. Then any of them may have caused it, and it proves nothing.
 */
import { needsOwnAddress, SCENARIOS } from '#scenarios';

import type { Check } from './check.js';
import { POLICY_SCENARIOS } from './mail-hosts.js';
import type { Observation, SessionEvidence, StoredObservation } from './observation.js';

/** How far from a delivery by the same client an unattributed observation may be. */
export const SAME_CLIENT_WINDOW_MS = 15 * 60_000;

/** The scenarios whose hosts all checks share in both address forms (mail-hosts.ts), or where nobody names one. */
export const SHARED_HOST_SCENARIOS: readonly string[] = SCENARIOS.filter(
  (scenario) => scenario.mx !== undefined || needsOwnAddress(scenario),
).map(({ id }) => id);

/** Those at which a session that is worth keeping is none of TLS. */
export const NAMELESS_SCENARIOS: readonly string[] = SCENARIOS.filter(needsOwnAddress).map(({ id }) => id);

function isAtSharedHost({ scenario }: Pick<StoredObservation, 'scenario'>): boolean {
  return SHARED_HOST_SCENARIOS.includes(scenario);
}

/** Who did something, and when. */
export interface Delivered {
  readonly at: number;
  readonly clientAddress: string;
}

/**
 * Of so many addresses what names no check is taken: who knows a check can deliver from as many as they like, and each brings up to
 * dozens of refusals. Those that came first count, so that nobody who comes later displaces them.
 */
export const MAX_SAME_CLIENTS = 20;

/** What of an observation says whether and what it claims. */
export type Claimant = Pick<StoredObservation, 'token' | 'kind' | 'scenario' | 'at' | 'clientAddress'> & {
  readonly evidence: Pick<SessionEvidence, 'recipient'> | null;
};

/**
 * The deliveries of a check by which others are attributed to it; `isClassic` as `isSameClient` asks.
 *
 * @param own in the order of their ids
 */
export function claimingDeliveries(own: readonly Claimant[]): ClaimingDelivery[] {
  const deliveries = own.filter(({ kind }) => kind === 'delivered');
  const first = (some: readonly Claimant[]): ReadonlySet<string> =>
    new Set([...new Set(some.map(({ clientAddress }) => clientAddress))].slice(0, MAX_SAME_CLIENTS));
  // Each kind has room of its own, so that those that claim less do not displace the others.
  const classic = first(deliveries.filter(isClassicDelivery));
  const any = first(deliveries);
  return deliveries.flatMap((delivery) => {
    const { at, clientAddress } = delivery;
    const isClassic = isClassicDelivery(delivery) && classic.has(clientAddress);
    return isClassic || any.has(clientAddress) ? [{ at, clientAddress, isClassic }] : [];
  });
}

export interface ClaimingDelivery extends Delivered {
  /** At the classic address of the check. */
  readonly isClassic: boolean;
}

function isClassicDelivery({ token, scenario, evidence }: Claimant): boolean {
  if (POLICY_SCENARIOS.includes(scenario)) return false;
  return token !== null && evidence?.recipient?.toLowerCase().startsWith(`${token}@`) === true;
}

/**
 * Whether an observation without a token belongs to the check: of a session that began after the check was created, and within 15
 * minutes (before or after) of a delivery for the check from the same client address.
 */
export function isSameClient(
  check: Check,
  deliveries: readonly ClaimingDelivery[],
  unattributed: Delivered & Pick<StoredObservation, 'scenario' | 'evidence'>,
): boolean {
  return (
    beganAt(unattributed) >= check.createdAt &&
    deliveries.some(
      (delivery) => (delivery.isClassic || isAtSharedHost(unattributed)) && isNear(delivery, unattributed),
    )
  );
}

/** A sender that takes its time may have connected for another check. */
export function beganAt({ at, evidence }: Pick<StoredObservation, 'at' | 'evidence'>): number {
  return evidence?.timing?.connectedAt ?? at;
}

/** By the same client, and at about the same time. */
function isNear(one: Delivered, other: Delivered): boolean {
  return one.clientAddress === other.clientAddress && Math.abs(one.at - other.at) <= SAME_CLIENT_WINDOW_MS;
}

/**
 * Joins what was seen for a check with the unattributed observations that belong to it, in the order of their ids.
 *
 * @param own in the order of their ids, @param elsewhere deliveries for other checks
 */
export function attribute(
  check: Check,
  own: readonly StoredObservation[],
  unattributed: readonly StoredObservation[],
  elsewhere: readonly Delivered[],
): Observation[] {
  const deliveries = claimingDeliveries(own);
  return [
    ...own.map((observation): Observation => withAttribution(observation, 'exact')),
    ...unattributed
      .filter((observation) => isSameClient(check, deliveries, observation))
      .map((observation) => ({
        ...withAttribution(observation, 'same-client'),
        exclusive: !elsewhere.some((delivery) => isNear(delivery, observation)),
      })),
  ].sort((a, b) => a.id - b.id);
}

function withAttribution(
  { token: _token, ...observation }: StoredObservation,
  attribution: Observation['attribution'],
): Observation {
  return { ...observation, attribution };
}
