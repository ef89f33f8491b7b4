/**
 * The classic address form gives a check no host name of its own: a sender that refuses `wrong.DOMAIN` breaks off
 * before it names a recipient, and only its address tells who it was. Such an observation is stored without a token
 * and belongs to every check to which the same client address delivered at a classic address close to it, in whichever
 * order. Who mailed the per-check addresses alone did not cause it: those name the check.
 *
 * Several checks may be mailed from one address: a relay, or a NAT. Then any of them may have caused it, and it proves nothing.
 */
import type { Check } from './check.js';
import type { Observation, StoredObservation } from './observation.js';

/** How far from a delivery by the same client an unattributed observation may be. */
export const SAME_CLIENT_WINDOW_MS = 15 * 60_000;

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

/** The deliveries at the classic address of a check by which others are attributed to it. */
export function classicDeliveries(own: readonly StoredObservation[]): StoredObservation[] {
  const deliveries = own.filter(isClassicDelivery);
  const clients = [...new Set(deliveries.map(({ clientAddress }) => clientAddress))];
  const first = new Set(clients.slice(0, MAX_SAME_CLIENTS));
  return deliveries.filter(({ clientAddress }) => first.has(clientAddress));
}

function isClassicDelivery({ token, kind, evidence }: StoredObservation): boolean {
  return (
    kind === 'delivered' &&
    token !== null &&
    evidence?.recipient?.toLowerCase().startsWith(`${token}@`) === true
  );
}

/**
 * Whether an observation without a token belongs to the check: made after the check was created, and within 15
 * minutes (before or after) of a delivery at the check's classic address from the same client address.
 *
 * @param deliveries at the classic address
 */
export function isSameClient(
  check: Check,
  deliveries: readonly Delivered[],
  unattributed: Delivered,
): boolean {
  return unattributed.at >= check.createdAt && deliveries.some((delivery) => isNear(delivery, unattributed));
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
  const deliveries = classicDeliveries(own);
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
