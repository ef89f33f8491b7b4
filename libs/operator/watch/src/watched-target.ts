/** A mail server, or the mail servers of a domain, whose certificates and TLSA records are to match. */
export interface WatchedTarget {
  /** What reports call it, and the key in the state: `mail.example.org:25`, `MX of example.org`. */
  readonly name: string;
  readonly mode: 'host' | 'mx';
  /** In lower case and without the dot at its end. */
  readonly host: string;
  readonly port: number;
  /** `mismatch`: records that are wrong on purpose; everything else must verify. */
  readonly expected: 'verified' | 'mismatch';
}

/** TLS from the first octet at the port that has it by convention (RFC 8314 §3.3). */
const SUBMISSIONS = 465;

export function watchedHost(
  host: string,
  port: number,
  expected: WatchedTarget['expected'] = 'verified',
): WatchedTarget {
  return { name: `${host}:${port}`, mode: 'host', host, port, expected };
}

export function watchedDomain(host: string): WatchedTarget {
  return { name: `MX of ${host}`, mode: 'mx', host, port: 25, expected: 'verified' };
}

export function isTlsOnConnect({ port }: Pick<WatchedTarget, 'port'>): boolean {
  return port === SUBMISSIONS;
}
