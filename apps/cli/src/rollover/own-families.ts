import { ipv6Reach } from '#smtp-client';

/** The families of addresses that this machine can reach anybody by; by a unique local address that may be its own mail server. */
export function ownFamilies(): readonly (4 | 6)[] {
  return ipv6Reach() === 'none' ? [4] : [4, 6];
}
