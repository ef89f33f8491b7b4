/** Who a client is, as evidence and for limits. */
import ipaddr from 'ipaddr.js';

/**
 * The address in its shortest form, an IPv4-mapped IPv6 address as IPv4 and without a zone index, so that one
 * client has one address however the socket names it. What is no address is returned as it is.
 */
export function normalizeAddress(address: string): string {
  const parsed = parse(address);
  return parsed === null ? address : parsed.toString();
}

/**
 * What limits are counted by: the IPv4 address, or the /64 of an IPv6 address, because a single site has all
 * addresses of a /64 at its disposal (RFC 6177 §2).
 */
export function clientKey(address: string): string {
  const parsed = parse(address);
  if (parsed === null) return address;
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${ipaddr.fromByteArray([...parsed.toByteArray().slice(0, 8), 0, 0, 0, 0, 0, 0, 0, 0]).toString()}/64`;
}

function parse(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const bare = address.split('%')[0] ?? '';
  // Asking first whether it is one would read it twice.
  try {
    return ipaddr.process(bare);
  } catch {
    return null;
  }
}
