import type { Config } from '#config';
import { TieredLimit } from '#limits';

/** A provider sends from many addresses of one network. */
const CLIENTS_PER_NETWORK = 4;

/** Of connections that are served simultaneously: a network, however wide, leaves half of the places to others. */
export function connectionLimit({
  maxConnections,
  maxConnectionsPerClient,
}: Pick<Config['smtp'], 'maxConnections' | 'maxConnectionsPerClient'>): TieredLimit {
  const perNetwork = Math.max(CLIENTS_PER_NETWORK * maxConnectionsPerClient, Math.ceil(maxConnections / 2));
  return new TieredLimit({
    perClient: maxConnectionsPerClient,
    perNetwork: [perNetwork, perNetwork],
    total: maxConnections,
  });
}
