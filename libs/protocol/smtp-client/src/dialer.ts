import { connect, isIP, type Socket } from 'node:net';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

import ipaddr from 'ipaddr.js';

import { because, detail, type Phrase, type Why } from '#text';

import { startTimeout } from './deadline.js';
export type DialResult =
  | { readonly kind: 'connected'; readonly socket: Socket }
  /** A private or reserved address, which this dialer never connects to. */
  | ({ readonly kind: 'forbidden' } & Why)
  /** Not tried, since it would be one connection too many: nothing follows from it. */
  | ({ readonly kind: 'not-looked-at' } & Why)
  /** An IPv6 address, and this machine has no IPv6: nothing follows from it either. */
  | ({ readonly kind: 'no-ipv6' } & Why)
  | ({ readonly kind: 'refused' | 'unreachable' | 'timeout' } & Why);

/** Opens TCP connections: directly, through a SOCKS proxy, or to public addresses only. Never rejects. */
export interface Dialer {
  /** Why it never connects to the address, such as that it is private; null when it does. */
  readonly forbids?: (address: string) => Phrase | null;
  dial(address: string, port: number, timeoutMs: number, signal: AbortSignal): Promise<DialResult>;
}

/** Connects from this machine. The address is a literal: nothing is resolved on the way. */
export function directDialer(): Dialer {
  return {
    dial: async (address, port, timeoutMs, signal) =>
      isIP(address) === 0
        ? { kind: 'unreachable', ...because(detail('not-an-address', address)) }
        : connectTo(address, port, timeoutMs, signal),
  };
}

/** Opens a TCP connection. The socket keeps a listener for errors: an unheard one would end the process. */
export function connectTo(
  host: string,
  port: number,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<DialResult> {
  if (signal.aborted) return Promise.resolve({ kind: 'timeout', ...because(detail('ended')) });
  return new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true });
    const settle = (result: DialResult): void => {
      timer.stop();
      signal.removeEventListener('abort', onAbort);
      if (result.kind !== 'connected') socket.destroy();
      resolve(result);
    };
    const onAbort = (): void => settle({ kind: 'timeout', ...because(detail('ended')) });
    const onTimeUp = (): void =>
      settle({ kind: 'timeout', ...because(detail('no-answer-within', timeoutMs / 1000)) });
    const timer = startTimeout(onTimeUp, timeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('connect', () => settle({ kind: 'connected', socket }));
    socket.on('error', (error) => settle(dialFailure(error, host, ipv6Reach())));
  });
}

/**
 * Who can be reached by IPv6 from addresses such as those of this machine: everybody, its own site by a unique local address
 * (RFC 4193) or the like, or nobody.
 */
export function ipv6Reach(
  interfaces: Readonly<NodeJS.Dict<readonly NetworkInterfaceInfo[]>> = networkInterfaces(),
): 'public' | 'local' | 'none' {
  const own = Object.values(interfaces)
    .flatMap((all) => all ?? [])
    .filter(({ family }) => family === 'IPv6');
  // Hosts that announce their address themselves have it on the loopback interface.
  if (own.some(({ address }) => isPublicAddress(address))) return 'public';
  const isSite = ({ internal, address }: NetworkInterfaceInfo): boolean =>
    !internal && ipaddr.parse(address).range() !== 'linkLocal';
  return own.some(isSite) ? 'local' : 'none';
}

/** Why no connection came about. */
export function dialFailure(
  error: NodeJS.ErrnoException,
  host: string,
  reach: ReturnType<typeof ipv6Reach>,
): Exclude<DialResult, { readonly kind: 'connected' }> {
  switch (error.code) {
    case 'ECONNREFUSED':
      return { kind: 'refused', ...because(detail('connection-refused')) };
    case 'ETIMEDOUT':
      return { kind: 'timeout', ...because(detail('no-answer')) };
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
      if (isBeyond(host, reach)) return { kind: 'no-ipv6', ...because(detail('no-ipv6')) };
      return { kind: 'unreachable', ...because(detail('no-route')) };
    case 'EHOSTUNREACH':
      return { kind: 'unreachable', ...because(detail('host-unreachable')) };
    case undefined:
    default:
      return { kind: 'unreachable', ...because(detail('verbatim', error.message)) };
  }
}

/** Whether the address is one that nobody with such IPv6 can get to. */
function isBeyond(host: string, reach: ReturnType<typeof ipv6Reach>): boolean {
  if (isIP(host) !== 6) return false;
  return reach === 'none' || (reach === 'local' && isPublicAddress(host));
}

export interface PublicOnlyOptions {
  /** For a lab: connect to every address. */
  readonly allowPrivateAddresses: boolean;
}

/**
 * Connects to public addresses only. It looks at the very address that is dialled, so that no name can lead elsewhere
 * between a check and the connection.
 */
export function publicOnlyDialer(options: PublicOnlyOptions, inner: Dialer = directDialer()): Dialer {
  if (options.allowPrivateAddresses) return inner;
  const forbids = (address: string): Phrase | null =>
    isPublicAddress(address) ? null : detail('not-public', address);
  return {
    forbids,
    dial: async (address, port, timeoutMs, signal) => {
      const why = forbids(address);
      return why === null
        ? inner.dial(address, port, timeoutMs, signal)
        : { kind: 'forbidden', ...because(why) };
    },
  };
}

// Which addresses a service open to everybody may connect to: those that anybody could connect to himself.

/** Global unicast, all that is assigned to hosts of the internet (RFC 4291 §2.4, IANA's registry). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether the address belongs to a host of the public internet.
 *
 * Not private, loopback, link-local, multicast, shared (RFC 6598), for documentation, or reserved otherwise; nor one that
 * only stands for an IPv4 address (mapped, NAT64, 6to4, Teredo), behind which any of those could hide.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_UNICAST);
}
