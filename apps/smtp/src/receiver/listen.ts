import type { AddressInfo, Server } from 'node:net';

import ipaddr from 'ipaddr.js';

import type { Config } from '#config';
import { type Logger, SparingLog } from '#logging';
import { errnoCode } from '#text';

interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly reusePort: boolean;
}

/** What of smtp-server is needed to listen: it has one of Node's servers within. */
export interface Listener {
  readonly server: Pick<Server, 'address'>;
  listen(options: ListenOptions, listening: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  once(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
}

/** The hosts to listen on so that the addresses are reached as well: all addresses (`::`, `0.0.0.0`) include them. */
export function hostsWith(hosts: readonly string[], addresses: readonly string[]): readonly string[] {
  const isIncluded = (address: string): boolean =>
    hosts.some((host) => {
      const [one, other] = [ipaddr.process(host), ipaddr.process(address)];
      if (one.range() !== 'unspecified') return one.toString() === other.toString();
      return one.kind() === 'ipv6' || other.kind() === 'ipv4';
    });
  return [...hosts, ...addresses.filter((address) => !isIncluded(address))];
}

/**
 * Listens on the address. All addresses (`::`) of a machine without IPv6 are those of IPv4, and the log says so.
 *
 * @throws ListenError
 */
export async function listen(
  server: Listener | Server,
  host: string,
  smtp: Pick<Config['smtp'], 'port' | 'sharePort'>,
  logger: Logger,
): Promise<AddressInfo> {
  const { port, sharePort: reusePort } = smtp;
  if (reusePort && !knowsReusePort(process.versions.node))
    throw new ListenError(
      host,
      port,
      new Error(`SMTP_SHARE_PORT needs Node 22.12 or later, not ${process.version}`),
    );
  try {
    return await listenOn(server, { host, port, reusePort }, logger);
  } catch (err) {
    if (!isEveryAddress(host) || !hasNoIpv6(err)) throw new ListenError(host, port, err);
    logger.warn({ address: host }, 'this machine has no IPv6: listening on all IPv4 addresses instead');
    return listenOn(server, { host: '0.0.0.0', port, reusePort }, logger).catch((error: unknown) => {
      throw new ListenError('0.0.0.0', port, error);
    });
  }
}

/** An earlier Node ignores `reusePort`, and the second receiver finds the port taken. */
export function knowsReusePort(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 23 || (major === 23 && minor >= 1) || (major === 22 && minor >= 12);
}

function listenOn(server: Listener | Server, options: ListenOptions, logger: Logger): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      server.off('error', reject);
      // From here on an error is one of accepting, such as too many open files; the server goes on.
      const states = SparingLog.ofStates(logger);
      server.on('error', (err) => states.error('a connection could not be accepted', { err }));
      const own = 'server' in server ? server.server : server;
      resolve(own.address() as AddressInfo);
    });
  });
}

function isEveryAddress(host: string): boolean {
  return ipaddr.IPv6.isValid(host) && ipaddr.parse(host).range() === 'unspecified';
}

/** The receiver cannot listen; the message says where and why. */
export class ListenError extends Error {
  override readonly name = 'ListenError';

  constructor(address: string, port: number, cause: unknown) {
    super(`The receiver cannot listen on ${address}, SMTP_PORT ${port}: ${reasonOf(cause)}.`, {
      cause,
    });
  }
}

/** The kernel was built or started without it. */
export function hasNoIpv6(cause: unknown): boolean {
  return errnoCode(cause) === 'EAFNOSUPPORT';
}

function reasonOf(cause: unknown): string {
  switch (errnoCode(cause)) {
    case 'EAFNOSUPPORT':
      return 'this machine has no IPv6: name IPv4 addresses instead, such as 0.0.0.0 for all of them';
    case 'EADDRINUSE':
      return 'another program listens there already';
    case 'EACCES':
      return 'not permitted (ports below 1024 need CAP_NET_BIND_SERVICE or root)';
    case 'EADDRNOTAVAIL':
      return 'this machine does not have that address';
    case undefined:
    default:
      return cause instanceof Error ? cause.message : String(cause);
  }
}
