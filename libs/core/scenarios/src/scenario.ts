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

/**
 * How binding the expected behaviour is. `required`: a standard demands it of every sender with DANE, so it decides the
 * outcome. `recommended` and `informational` are shown and decide nothing.
 */
export const REQUIREMENTS = ['required', 'recommended', 'informational'] as const;
export type Requirement = (typeof REQUIREMENTS)[number];

export interface Scenario {
  /** Also the DNS label: the host is `ID.DOMAIN`. */
  readonly id: string;
  readonly title: string;
  /** The DNS and TLS state in one plain sentence, for the page. */
  readonly summary: string;
  readonly tlsa: readonly TlsaPlan[];
  readonly expected: ExpectedBehaviour;
  readonly requirement: Requirement;
  /** Where the expected behaviour is required. */
  readonly rfc: string;
}

/** Whether a conforming sender refuses to deliver there. */
export function mustRefuse({ expected }: Pick<Scenario, 'expected'>): boolean {
  return expected === 'refused';
}

/** Whether a conforming sender delivers there, over TLS. */
export function mustDeliver({ expected }: Pick<Scenario, 'expected'>): boolean {
  return expected === 'delivered';
}

/** Whether a delivery there is right, so that it shows whose server the client is. */
export function isControl(scenario: Pick<Scenario, 'expected'>): boolean {
  return !mustRefuse(scenario);
}
