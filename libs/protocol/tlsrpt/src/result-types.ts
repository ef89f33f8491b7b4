/** Why a session failed, as far as RFC 8460 names it (§4.3; the registry of §6.6). */
export const RESULT_TYPES = [
  'starttls-not-supported',
  'certificate-host-mismatch',
  'certificate-expired',
  'certificate-not-trusted',
  'validation-failure',
  'tlsa-invalid',
  'dnssec-invalid',
  'dane-required',
  'sts-policy-fetch-error',
  'sts-policy-invalid',
  'sts-webpki-invalid',
] as const;

export type ResultType = (typeof RESULT_TYPES)[number];

/** The registry grows, and reporters make up names: `other` keeps them from becoming labels without end. */
export function knownResultType(name: string): ResultType | 'other' {
  return RESULT_TYPES.find((known) => known === name) ?? 'other';
}
