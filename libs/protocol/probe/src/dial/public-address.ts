/** Which addresses a service open to everybody may connect to: those that anybody could connect to himself. */
import { isIP } from 'node:net';

import ipaddr from 'ipaddr.js';

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
