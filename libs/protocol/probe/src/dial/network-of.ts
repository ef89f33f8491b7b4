import ipaddr from 'ipaddr.js';

/** IPv4: what is commonly routed as one; IPv6: what one host alone may have (RFC 4291 §2.5.4). */
const PREFIX = { ipv4: 24, ipv6: 64 } as const;

/** The same text for the same address, however it is written, an IPv4-mapped one included. */
export function canonicalAddress(address: string): string {
  const bare = address.split('%')[0] ?? '';
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : address;
}

/** The IPv4 /24 or IPv6 /64 of an address, such as `192.0.2.0/24`. What is no address stands for itself. */
export function networkOf(address: string): string {
  const canonical = canonicalAddress(address);
  if (!ipaddr.isValid(canonical)) return address;
  const parsed = ipaddr.parse(canonical);
  const prefix = PREFIX[parsed.kind()];
  const bytes = parsed.toByteArray().map((byte, index) => (index < prefix / 8 ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/${prefix}`;
}
