/** Whom a limit counts: a client, and the networks around it, which one person may have as a whole. */
import ipaddr from 'ipaddr.js';

import { clientKey, normalizeAddress } from '#checks';

/**
 * A site has a /64 of IPv6 at least, a customer often a /56, an organisation a /48 (RFC 6177 §2); of IPv4, a rented
 * server comes with up to a /24.
 */
const PREFIXES = { ipv4: [24], ipv6: [56, 48] } as const;

/** The most keys that an address has. */
export const NETWORK_LEVELS = 3;

/**
 * The client itself as `clientKey` names it, then the networks around it, the smallest first: for IPv4 the address and
 * its /24, for IPv6 the /64, the /56 and the /48. What is no address has only itself.
 */
export function networkKeys(address: string): string[] {
  const client = clientKey(address);
  const normal = normalizeAddress(address).split('%')[0] ?? '';
  if (!ipaddr.isValid(normal)) return [client];
  const parsed = ipaddr.process(normal);
  return [client, ...PREFIXES[parsed.kind()].map((bits) => networkOf(parsed, bits))];
}

/** The widest of the networks around it: who shares it is taken for one owner of a queue. */
export function widestNetwork(address: string): string {
  return networkKeys(address).at(-1) ?? address;
}

function networkOf(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string {
  const bytes = address.toByteArray().map((byte, index) => (index < bits / 8 ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/${bits}`;
}
