/**
 * Whose report it is, where it names no sending address and comes from another machine than the sender: what is left is the
 * organisation. Its contact and its name are anybody's to write; the domain of a signature is not.
 */
import { getDomain } from 'tldts';

import { domainOf, type ReportMatch, type StoredObservation } from '#checks';
import type { TlsReport } from '#tlsrpt';

export interface ReportingDomains {
  /** Registrable, of the signature; null without one. */
  readonly proven: string | null;
  /** That one, and what the report says. */
  readonly all: ReadonlySet<string>;
}

export function reportingDomains(
  { organization, contact }: Pick<TlsReport, 'organization' | 'contact'>,
  signedBy: string | null,
): ReportingDomains {
  const proven = registrable(signedBy);
  // The standard's own example of a contact is an address, of an organisation a name.
  const said = [registrable(domainOf(contact)), registrable(organization)];
  return { proven, all: new Set([proven, ...said].filter((domain) => domain !== null)) };
}

/** The domains that a sender shows of itself: that of the envelope, and that of its EHLO name. */
export function sendingDomains({ evidence, clientName }: StoredObservation): readonly string[] {
  const domains = [registrable(domainOf(evidence?.mailFrom ?? null)), registrable(clientName)];
  return domains.filter((domain) => domain !== null);
}

/**
 * The deliveries that the report may count, and how sure that is: only of who signed it, and while a single check was mailed from there.
 *
 * @param deliveries in its period, @param isWhole whether these are all
 */
export function matchByDomain(
  { proven, all }: ReportingDomains,
  deliveries: readonly StoredObservation[],
  isWhole: boolean,
): { readonly deliveries: readonly StoredObservation[]; readonly matchedBy: ReportMatch } {
  const matching = deliveries.filter((each) => sendingDomains(each).some((domain) => all.has(domain)));
  const isProven = matching.every((each) => sendingDomains(each).some((domain) => domain === proven));
  const tokens = new Set(matching.map(({ token }) => token));
  const isSure = isWhole && isProven && tokens.size === 1;
  return { deliveries: matching, matchedBy: isSure ? 'domain' : 'domain-unsure' };
}

function registrable(name: string | null): string | null {
  return name === null ? null : getDomain(name, { allowPrivateDomains: true });
}
