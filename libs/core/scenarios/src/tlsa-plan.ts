/** The TLSA records of a scenario's host (RFC 6698 §2.1), before any key is known, and what a sender concludes from them. */
import { type CertificatePlan, sendsAuthority } from './certificate-plan.js';

/** The subject of a record that describes the appliance's authority. */
export const CA = 'ca';

/** A selector or matching type for private use (RFC 6698 §7.3, §7.4), which no sender knows. */
export const PRIVATE_USE = 255;

export interface TlsaPlan {
  /** 0 = PKIX-TA, 1 = PKIX-EE, 2 = DANE-TA, 3 = DANE-EE. SMTP uses the last two alone (RFC 7672 §3.1). */
  readonly usage: 0 | 1 | 2 | 3;
  /** 0 = the whole certificate, 1 = its public key (SPKI). */
  readonly selector: 0 | 1 | typeof PRIVATE_USE;
  /** 0 = the data itself, 1 = SHA-256, 2 = SHA-512. */
  readonly matchingType: 0 | 1 | 2 | typeof PRIVATE_USE;
  /** `ca`, or the id of the certificate that the record describes. */
  readonly subject: string;
  /**
   * `corrupted`: well-formed, but matches nothing. `short`: the last octet of the digest is missing, so that nobody can use it
   * (RFC 7671 §9).
   */
  readonly data: 'right' | 'corrupted' | 'short';
}

type Usage = TlsaPlan['usage'];
type Selector = TlsaPlan['selector'];
type MatchingType = TlsaPlan['matchingType'];

/** A record that describes the subject. */
export function right<const Subject extends string>(
  usage: Usage,
  selector: Selector,
  matchingType: MatchingType,
  subject: Subject,
) {
  return { usage, selector, matchingType, subject, data: 'right' } as const;
}

/** A well-formed record that describes nothing. */
export function wrong<const Subject extends string>(
  usage: Usage,
  selector: Selector,
  matchingType: MatchingType,
  subject: Subject,
) {
  return { usage, selector, matchingType, subject, data: 'corrupted' } as const;
}

/** A record whose digest is too short to be used. */
export function short<const Subject extends string>(
  usage: Usage,
  selector: Selector,
  matchingType: 1 | 2,
  subject: Subject,
) {
  return { usage, selector, matchingType, subject, data: 'short' } as const;
}

/** Whether a sender can use the record (RFC 6698 §4.1, RFC 7672 §3.1.3). */
export function isUsable({ usage, selector, matchingType, data }: TlsaPlan): boolean {
  return usage >= 2 && selector !== PRIVATE_USE && matchingType !== PRIVATE_USE && data !== 'short';
}

/** Whether the record describes something of what a host sends that presents that certificate. */
export function describes(plan: TlsaPlan, presented: CertificatePlan): boolean {
  if (!isUsable(plan) || plan.data === 'corrupted') return false;
  if (plan.usage === 2) return plan.subject === CA && sendsAuthority(presented);
  return plan.subject === presented.id;
}

/**
 * What a sender concludes from the records that implements usages 2 and 3 and digest agility (RFC 7671 §9).
 *
 * - `none`: there are no records, and DANE does not apply.
 * - `unusable`: TLS is required, authentication is not (RFC 7672 §2.2).
 */
export type DaneConclusion = 'none' | 'unusable' | 'mismatch' | 'verified';

export function concludes(tlsa: readonly TlsaPlan[], presented: CertificatePlan): DaneConclusion {
  if (tlsa.length === 0) return 'none';
  const usable = tlsa.filter(isUsable);
  if (usable.length === 0) return 'unusable';
  const authenticates = (plan: TlsaPlan): boolean =>
    describes(plan, presented) &&
    !hasStrongerDigest(plan, usable) &&
    (plan.usage === 3 || isValid(presented));
  return usable.some(authenticates) ? 'verified' : 'mismatch';
}

/** With usage 2 names and dates count, with usage 3 they do not (RFC 7672 §3.1.1, §3.2.2). */
function isValid({ names, validity }: CertificatePlan): boolean {
  return names !== 'other' && validity === 'current';
}

/** The whole data is no digest. */
function hasStrongerDigest(
  { usage, selector, matchingType }: TlsaPlan,
  usable: readonly TlsaPlan[],
): boolean {
  return (
    matchingType !== 0 &&
    usable.some(
      (other) => other.usage === usage && other.selector === selector && other.matchingType > matchingType,
    )
  );
}
