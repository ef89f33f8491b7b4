/** A root of one's own: what DANE-TA(2) records describe. No browser or mail server needs to know it. */
import { distinguishedName, newCertificate, signedPem } from './forge-certificate.js';
import type { IssuedCertificate, Validity } from './issued-certificate.js';
import { createPrivateKey } from './private-key.js';

export interface CertificateAuthorityOptions {
  readonly commonName: string;
  readonly rsaBits: number;
  readonly validity: Validity;
}

/** A self-signed certificate authority that may sign server certificates and nothing below them. */
export async function createCertificateAuthority(
  options: CertificateAuthorityOptions,
): Promise<IssuedCertificate> {
  const keyPem = await createPrivateKey({ kind: 'rsa', bits: options.rsaBits });
  const certificate = newCertificate(keyPem, options.validity);
  const name = distinguishedName(options.commonName);
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: 'basicConstraints', critical: true, cA: true, pathLenConstraint: 0 },
    { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  return { keyPem, certificatePem: signedPem(certificate, { issuerKeyPem: keyPem, subjectKeyPem: keyPem }) };
}
