import { networkInterfaces } from 'node:os';

/** The families of addresses that this machine can reach anybody by: without an address of the kind it can reach nobody. */
export function ownFamilies(): readonly (4 | 6)[] {
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const hasIpv6 = own.some(
    ({ family, internal, address }) => family === 'IPv6' && !internal && !isLinkLocal(address),
  );
  return hasIpv6 ? [4, 6] : [4];
}

function isLinkLocal(address: string): boolean {
  return /^fe[89ab]/i.test(address);
}
