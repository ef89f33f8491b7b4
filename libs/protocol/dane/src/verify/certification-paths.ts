/**
 * The ways from the server's certificate up to a trust anchor, through what was presented, in any order. Servers send
 * too much, too little and in the wrong order; only issuer names and signatures tell (RFC 5280 §6.1, RFC 7671 §5.2.2).
 */
import type { KeyObject } from 'node:crypto';

import { sameBytes } from '../tlsa/tlsa-record.js';
import { type CertificateFields, isNamedBy, isSelfIssued, isSignedByKey } from './certificate-fields.js';

/** The server's certificate first, the anchor last. */
export type CertificationPath = readonly [CertificateFields, ...CertificateFields[]];

/** More would only keep us busy: each takes a signature, and many may have the same name. */
const MOST_CERTIFICATES = 32;
const MOST_STEPS = 500;
/** Over all searches: a chain of ten takes some ten steps for each record. */
const MOST_STEPS_IN_ALL = 2_500;
/** Each of 32 certificates by four keys of that name. */
const MOST_SIGNATURES = 128;

export class CertificationPaths {
  private readonly pool: readonly CertificateFields[];
  private stepsLeft = MOST_STEPS_IN_ALL;
  private signaturesLeft = MOST_SIGNATURES;
  private readonly issuers = new Map<CertificateFields, readonly CertificateFields[]>();

  /**
   * @param server the server's own certificate
   * @param others what may stand above it
   */
  constructor(
    private readonly server: CertificateFields,
    others: readonly CertificateFields[],
  ) {
    this.pool = others
      .filter(({ der }, index) => others.findIndex((other) => sameBytes(other.der, der)) === index)
      .filter(({ der }) => !sameBytes(der, server.der))
      .slice(0, MOST_CERTIFICATES);
  }

  /** Every path that ends in one of these certificates. */
  endingIn(anchors: readonly Uint8Array[]): CertificationPath[] {
    const isEnd = ({ der }: CertificateFields): boolean => anchors.some((anchor) => sameBytes(anchor, der));
    return this.search((path) => path.length > 1 && isEnd(path.at(-1) ?? this.server));
  }

  /** Every path whose topmost certificate was signed with this key (RFC 7671 §5.2.3). */
  signedBy(key: KeyObject): CertificationPath[] {
    return this.search((path) => this.mayVerify() && isSignedByKey(path.at(-1) ?? this.server, key));
  }

  /** Whether the presented certificates lead to one that was issued by somebody else, who was not sent along. */
  isCutOff(): boolean {
    return (
      this.search((path) => {
        const top = path.at(-1) ?? this.server;
        return this.issuersOf(top).length === 0 && !isSelfIssued(top);
      }).length > 0
    );
  }

  private search(isComplete: (path: CertificationPath) => boolean): CertificationPath[] {
    const found: CertificationPath[] = [];
    const waiting: CertificationPath[] = [[this.server]];
    for (let steps = 0; steps < MOST_STEPS && this.stepsLeft > 0; steps += 1) {
      this.stepsLeft -= 1;
      const path = waiting.shift();
      if (path === undefined) break;
      if (isComplete(path)) found.push(path);
      const next = this.issuersOf(path.at(-1) ?? this.server).filter((issuer) => !path.includes(issuer));
      waiting.push(...next.map((issuer): CertificationPath => [...path, issuer]));
    }
    return found;
  }

  private issuersOf(certificate: CertificateFields): readonly CertificateFields[] {
    const known = this.issuers.get(certificate);
    if (known !== undefined) return known;
    const issuers = this.pool.filter(
      (other) =>
        other !== certificate &&
        isNamedBy(certificate, other) &&
        this.mayVerify() &&
        isSignedByKey(certificate, other.publicKey),
    );
    this.issuers.set(certificate, issuers);
    return issuers;
  }

  private mayVerify(): boolean {
    this.signaturesLeft -= 1;
    return this.signaturesLeft >= 0;
  }
}
