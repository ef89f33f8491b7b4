/** A certificate with its private key, both as PEM. */
export interface IssuedCertificate {
  /** PKCS #8. */
  readonly keyPem: string;
  readonly certificatePem: string;
}

/** The span in which a certificate is valid, to the second. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}
