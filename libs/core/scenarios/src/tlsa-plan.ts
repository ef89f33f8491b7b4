/** The TLSA records of a scenario's host (RFC 6698 §2.1), before any key is known. */
import { type CertificatePlan, sendsAuthority } from './certificate-plan.js';

/** The subject of a record that describes the appliance's authority. */
export const CA = 'ca';

export interface TlsaPlan {
  /** 0 = PKIX-TA, 1 = PKIX-EE, 2 = DANE-TA, 3 = DANE-EE. SMTP uses the last two alone (RFC 7672 §3.1). */
  readonly usage: 0 | 1 | 2 | 3;
  /** 0 = the whole certificate, 1 = its public key (SPKI). */
  readonly selector: 0 | 1;
  /** 0 = the data itself, 1 = SHA-256, 2 = SHA-512. */
  readonly matchingType: 0 | 1 | 2;
  /** `ca`, or the id of the certificate that the record describes. */
  readonly subject: string;
  /** True: the association data is changed so that it is well-formed but matches nothing. */
  readonly corrupted: boolean;
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
  return { usage, selector, matchingType, subject, corrupted: false };
}

/** A well-formed record that describes nothing. */
export function wrong<const Subject extends string>(
  usage: Usage,
  selector: Selector,
  matchingType: MatchingType,
  subject: Subject,
) {
  return { usage, selector, matchingType, subject, corrupted: true };
}

/** Whether the record describes something of what a host sends that presents that certificate. */
export function describes({ usage, corrupted, subject }: TlsaPlan, presented: CertificatePlan): boolean {
  if (corrupted || usage === 0 || usage === 1) return false;
  return subject === CA ? sendsAuthority(presented) : subject === presented.id;
}
