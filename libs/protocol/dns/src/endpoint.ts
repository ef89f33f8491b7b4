/** Where a DNS server listens. */
export interface Endpoint {
  /** An IPv4 or IPv6 address, the latter maybe with a zone (`fe80::1%eth0`). */
  readonly address: string;
  readonly port: number;
}

export const DNS_PORT = 53;

/** `192.0.2.53:53` or `[2001:db8::53]:53`. */
export function formatEndpoint({ address, port }: Endpoint): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
