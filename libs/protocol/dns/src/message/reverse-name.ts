import ipaddr from 'ipaddr.js';

/**
 * Where the PTR record of an address is: `1.2.0.192.in-addr.arpa`, `1.0.….ip6.arpa` (RFC 1035 §3.5, RFC 3596 §2.5).
 *
 * @throws Error for what is no address
 */
export function reverseName(address: string): string {
  const bytes = ipaddr.parse(address).toByteArray().reverse();
  if (bytes.length === 4) return `${bytes.join('.')}.in-addr.arpa`;
  const nibbles = bytes.flatMap((byte) => [byte & 0xf, byte >> 4]);
  return `${nibbles.map((nibble) => nibble.toString(16)).join('.')}.ip6.arpa`;
}
