import { ConnectionTurns, type SharedConnections } from '#probe';

import { TieredRates } from '../../security/tiered-rates.js';

const MINUTE_MS = 60_000;

/** About 10 MB when full. */
const MAX_COUNTED = 50_000;

/** A probe connects three times to a mail server: as any client, with RSA and with ECDSA. */
export const CONNECTIONS_PER_PROBE = 3;

/** A network (IPv4 /24, IPv6 /64) gets as many connections as so many of its addresses. */
export const ADDRESSES_PER_NETWORK = 4;

/** What all probes of this instance do to one address and one network together, whatever the domains and the names. */
export function sharedConnections(probesPerTargetAndMinute: number): SharedConnections {
  const counted = new TieredRates(() => Date.now(), MINUTE_MS, MAX_COUNTED);
  const perAddress = probesPerTargetAndMinute * CONNECTIONS_PER_PROBE;
  const perNetwork = perAddress * ADDRESSES_PER_NETWORK;
  return {
    turns: new ConnectionTurns(),
    count: (address, network) => {
      const exceeded = counted.count([
        { key: address, limit: perAddress },
        { key: network, limit: perNetwork },
      ]);
      return Promise.resolve(
        exceeded === null ? null : `it was probed often just now; try again in ${exceeded.secondsLeft} s`,
      );
    },
  };
}
