/** What a certificate of the appliance is made of; the table of them is in table.ts. */

export interface CertificatePlan {
  /** Also the stem of its files in CERTS_DIR: `leaf.key.pem`, `leaf.cert.pem`, `leaf.chain.pem`. */
  readonly id: string;
  /** `rsa`: of CERT_RSA_BITS. `ecdsa`: on the curve P-256. */
  readonly key: 'rsa' | 'ecdsa';
  /** `ca`: signed by the appliance's authority. `self`: signed with its own key. */
  readonly issuer: 'ca' | 'self';
  /**
   * `hosts`: those of the scenarios that present it. `wildcards`: likewise, but no name is spelt out. `domains`: their mail domains,
   * and not the hosts that MX records name. `other`: one that no host has.
   */
  readonly names: 'hosts' | 'wildcards' | 'domains' | 'other';
  /** As long as the set that it belongs to is in use. */
  readonly validity: 'current' | 'expired' | 'not-yet-valid';
  /** Whether the authority's certificate follows it in the handshake, as RFC 7671 §5.2.2 demands for usage 2. */
  readonly sendsCa: boolean;
  /**
   * Whether it is for MTA-STS alone, where names count (RFC 8461 §4.2): mail servers under a policy are named in it, and the hosts of
   * all policies, which present the first.
   */
  readonly namesPolicyHosts?: true;
}

/** Whether a client gets the authority's certificate as well. */
export function sendsAuthority({ issuer, sendsCa }: CertificatePlan): boolean {
  return issuer === 'ca' && sendsCa;
}

/** A certificate that is right in every respect but for what `changes` says. */
export function certificate<const Id extends string>(
  id: Id,
  changes: Partial<Omit<CertificatePlan, 'id'>> = {},
): CertificatePlan & { readonly id: Id } {
  return { id, ...RIGHT, ...changes };
}

const RIGHT = {
  key: 'rsa',
  issuer: 'ca',
  names: 'hosts',
  validity: 'current',
  sendsCa: true,
} as const satisfies Omit<CertificatePlan, 'id'>;
