/**
 * Whose signature a report needs. Reports by mail "MUST contain a valid DKIM signature by the reporting domain" (RFC 8460
 * §3), which is the domain of the contact in the report; the header field TLS-Report-Submitter has to say the same (§5.3).
 */

/** The domain of the contact, or null when there is none. */
export function reportingDomain(contact: string | null): string | null {
  const [, domain] = /@([a-z0-9-]+(?:\.[a-z0-9-]+)+)>?$/i.exec(contact ?? '') ?? [];
  return domain?.toLowerCase() ?? null;
}

/** Whether a signature by `signer` speaks for `reporter`: the same domain, or one above or below it. */
export function speaksFor(signer: string, reporter: string): boolean {
  const [one, other] = [signer.toLowerCase(), reporter.toLowerCase()];
  const isBelow = (name: string, above: string): boolean => above.includes('.') && name.endsWith(`.${above}`);
  return one === other || isBelow(one, other) || isBelow(other, one);
}
