import type { AddressInfo, Server } from 'node:net';

import ipaddr from 'ipaddr.js';

import type { Logger } from '#logging';

import { hasNoIpv6, ListenError } from './listen-error.js';

/** What of a server is needed to listen. */
export interface Listener {
  readonly server: Pick<Server, 'address'>;
  listen(port: number, host: string, listening: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  once(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
}

/**
 * Listens on the address. All addresses (`::`) of a machine without IPv6 are those of IPv4, and the log says so.
 *
 * @throws ListenError
 */
export async function listen(
  server: Listener,
  host: string,
  port: number,
  logger: Logger,
): Promise<AddressInfo> {
  try {
    return await listenOn(server, host, port, logger);
  } catch (err) {
    if (!isEveryAddress(host) || !hasNoIpv6(err)) throw new ListenError(host, port, err);
    logger.warn({ address: host }, 'this machine has no IPv6: listening on all IPv4 addresses instead');
    return listenOn(server, '0.0.0.0', port, logger).catch((error: unknown) => {
      throw new ListenError('0.0.0.0', port, error);
    });
  }
}

function listenOn(server: Listener, host: string, port: number, logger: Logger): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      // From here on an error is one of accepting, such as too many open files; the server goes on.
      server.on('error', (err) => logger.error({ err }, 'a connection could not be accepted'));
      resolve(server.server.address() as AddressInfo);
    });
  });
}

function isEveryAddress(host: string): boolean {
  return ipaddr.IPv6.isValid(host) && ipaddr.parse(host).range() === 'unspecified';
}
