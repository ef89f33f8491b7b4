/** What the release of a message earns: that it was deferred and retried, and nothing else. */
import { isRefusalOfUnmatched } from './proof.js';
import {
  type Catalogue,
  type Server,
  areOneSystem,
  isControlDelivery,
  isReleasedDelivery,
  messageOf,
} from './servers.js';
import { openedToOther } from './session-host.js';
import type { SeenObservation } from './verdict.js';

/** A control delivery belongs to the attempt that was refused, not to a message sent after it. */
const SAME_ATTEMPT_MS = 60_000;

/**
 * Deliveries during a release that are the refused message: known from a control host before the release opened, and brought by
 * a server that had refused, or by one of its system.
 */
export function creditedDeliveries(
  servers: readonly Server[],
  catalogue: Catalogue,
  openedAt: ReadonlyMap<string, number>,
): ReadonlySet<SeenObservation> {
  const credited = new Set<SeenObservation>();
  for (const server of servers) {
    const deliveries = server.seen.filter((seen) => isDuringRelease(seen, catalogue));
    if (deliveries.length === 0) continue;
    const system = servers.filter((other) => areOneSystem(server, other));
    for (const delivery of deliveries) {
      const refusals = system.flatMap(({ seen }) =>
        seen.filter(
          (each) =>
            each.scenario === delivery.scenario && isRefusalOfUnmatched(each) && each.at < delivery.at,
        ),
      );
      const knownBy =
        openedAt.get(delivery.scenario) ?? Math.max(...refusals.map(({ at }) => at)) + SAME_ATTEMPT_MS;
      const messages = messageOf(delivery);
      const isKnown = system.some(({ seen }) =>
        seen.some(
          (each) =>
            isControlDelivery(each, catalogue) &&
            each.at <= Math.min(knownBy, delivery.at) &&
            messageOf(each).some((message) => messages.includes(message)),
        ),
      );
      if (refusals.length > 0 && isKnown) credited.add(delivery);
    }
  }
  return credited;
}

function isDuringRelease(seen: SeenObservation, catalogue: Catalogue): boolean {
  return isReleasedDelivery(seen, catalogue) && seen.tls !== null && openedToOther(seen, catalogue) === null;
}
