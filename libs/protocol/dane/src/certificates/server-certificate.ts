/** The certificate that a mail server presents. */
import forge from 'node-forge';

import { distinguishedName, newCertificate, signedPem } from './forge-certificate.js';
import type { IssuedCertificate, Validity } from './issued-certificate.js';
import { createRsaKey } from './rsa-key.js';

export interface ServerCertificateOptions {
  /** The DNS names, the first also as common name. A wildcard stands for one label (RFC 6125 §6.4.3). */
  readonly names: readonly [string, ...string[]];
  readonly rsaBits: number;
  readonly validity: Validity;
}

/** In ASN.1, a GeneralName that is a dNSName (RFC 5280 §4.2.1.6). */
const DNS_NAME = 2;

/** A TLS server certificate with a new key, signed by the authority. */
export async function createServerCertificate(
  authority: IssuedCertificate,
  options: ServerCertificateOptions,
): Promise<IssuedCertificate> {
  const keyPem = await createRsaKey(options.rsaBits);
  const issuer = forge.pki.certificateFromPem(authority.certificatePem);
  const certificate = newCertificate(keyPem, options.validity);
  certificate.setSubject(distinguishedName(options.names[0]));
  certificate.setIssuer(issuer.subject.attributes);
  certificate.setExtensions([
    { name: 'basicConstraints', critical: true, cA: false },
    { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: issuer.generateSubjectKeyIdentifier().getBytes() },
    { name: 'subjectAltName', altNames: options.names.map((value) => ({ type: DNS_NAME, value })) },
  ]);
  return { keyPem, certificatePem: signedPem(certificate, authority.keyPem) };
}
