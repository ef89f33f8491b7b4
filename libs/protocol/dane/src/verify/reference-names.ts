/** Of which names one must be in the certificate, for DANE-TA (RFC 7672 §3.2.2, RFC 7673 §4). */

/** Where mail was to go before MX or SRV records named the host. */
export interface NextHop {
  readonly domain: string;
  /** Where the aliases of `domain` lead; `domain` itself when it is none. */
  readonly canonicalDomain: string;
  /** Whether the MX or SRV records were secure. */
  readonly secure: boolean;
}

export interface ReferenceInput {
  /** The TLSA base domain, which is always the first. */
  readonly baseDomain: string;
  /** The host as it was named; the base domain may be where its aliases lead. */
  readonly host: string;
  /** Null when the host was named directly, or is the domain itself for want of MX records. */
  readonly nextHop: NextHop | null;
}

/** The names, the most important first, each once. */
export function referenceNamesOf({ baseDomain, host, nextHop }: ReferenceInput): string[] {
  return [...new Set([baseDomain, ...otherNames(host, nextHop)].map((name) => name.toLowerCase()))];
}

function otherNames(host: string, nextHop: NextHop | null): string[] {
  if (nextHop === null) return [host];
  // An attacker may have put these MX records there: they lend the domain's name to nobody.
  return nextHop.secure ? [nextHop.domain, nextHop.canonicalDomain] : [];
}
