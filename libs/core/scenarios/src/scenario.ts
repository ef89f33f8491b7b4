/**
 * What a scenario is made of. A scenario is one receiving host with a known DNS and TLS state and an
 * expected behaviour of a conforming sender; the table itself is in scenarios.ts.
 */

/**
 * Which of the appliance's public keys a TLSA record describes. `leaf` is the one that every host presents; `spare` is
 * presented only where a refused message is let through (release.ts of #checks).
 */
export const TLSA_SUBJECTS = ['ca', 'leaf', 'spare'] as const;
export type TlsaSubject = (typeof TLSA_SUBJECTS)[number];

/** One TLSA record of a scenario host, before any key is known (RFC 6698 §2.1). */
export interface TlsaPlan {
  /** 2 = DANE-TA, 3 = DANE-EE: the only usages that SMTP uses (RFC 7672 §3.1). */
  readonly usage: 2 | 3;
  /** 0 = the whole certificate, 1 = its public key (SPKI). */
  readonly selector: 0 | 1;
  /** 0 = the data itself, 1 = SHA-256, 2 = SHA-512. */
  readonly matchingType: 0 | 1 | 2;
  readonly subject: TlsaSubject;
  /** True: the association data is changed so that it is well-formed but matches nothing. */
  readonly corrupted: boolean;
}

/** What a conforming sender does. `either`: policy decides, both are correct. */
export type ExpectedBehaviour = 'delivered' | 'refused' | 'either';

export interface Scenario {
  /** Also the DNS label: the host is `ID.DOMAIN`. */
  readonly id: string;
  readonly title: string;
  /** The DNS and TLS state in one plain sentence, for the page. */
  readonly summary: string;
  readonly tlsa: readonly TlsaPlan[];
  readonly expected: ExpectedBehaviour;
  /** Where the expected behaviour is required. */
  readonly rfc: string;
}
