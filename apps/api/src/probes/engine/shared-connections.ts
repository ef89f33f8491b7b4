import { ConnectionTurns, type SharedConnections } from '#probe';

import { BoundedRateLimitStorage } from '../../security/rate-limit.storage.js';

const MINUTE_MS = 60_000;

/** About 10 MB when full. */
const MAX_COUNTED = 50_000;

/** A probe connects three times to a mail server: as any client, with RSA and with ECDSA. */
export const CONNECTIONS_PER_PROBE = 3;

/** A network (IPv4 /24, IPv6 /64) gets as many connections as so many of its addresses. */
export const ADDRESSES_PER_NETWORK = 4;

/** What all probes of this instance do to one address and one network together, whatever the domains and the names. */
export function sharedConnections(probesPerTargetAndMinute: number): SharedConnections {
  const counted = new BoundedRateLimitStorage(() => Date.now(), MAX_COUNTED);
  const perAddress = probesPerTargetAndMinute * CONNECTIONS_PER_PROBE;
  const limits = { address: perAddress, network: perAddress * ADDRESSES_PER_NETWORK };
  return {
    turns: new ConnectionTurns(),
    count: async (address, network) => {
      for (const [key, limit] of [
        [address, limits.address],
        [network, limits.network],
      ] as const) {
        const { isBlocked, timeToBlockExpire } = await counted.increment(key, MINUTE_MS, limit);
        if (isBlocked) return `it was probed often just now; try again in ${timeToBlockExpire} s`;
      }
      return null;
    },
  };
}
