/** The certificate that a mail server presents. */
import forge from 'node-forge';

import { distinguishedName, newCertificate, signedPem, subjectKeyIdentifier } from './forge-certificate.js';
import type { IssuedCertificate, Validity } from './issued-certificate.js';
import { createPrivateKey, type KeyRequest } from './private-key.js';

export interface ServerCertificateOptions {
  /** The DNS names, the first also as common name. A wildcard stands for one label (RFC 6125 §6.4.3). */
  readonly names: readonly [string, ...string[]];
  /** Of a self-signed certificate: RSA. */
  readonly key: KeyRequest;
  readonly validity: Validity;
}

/** In ASN.1, a GeneralName that is a dNSName (RFC 5280 §4.2.1.6). */
const DNS_NAME = 2;

/** A TLS server certificate with a new key, signed by the authority, or with its own key where there is none. */
export async function createServerCertificate(
  authority: IssuedCertificate | null,
  { names, key, validity }: ServerCertificateOptions,
): Promise<IssuedCertificate> {
  const keyPem = await createPrivateKey(key);
  const issuerKeyPem = authority?.keyPem ?? keyPem;
  const issuer = authority === null ? null : forge.pki.certificateFromPem(authority.certificatePem);
  const certificate = newCertificate(issuerKeyPem, validity);
  const subject = distinguishedName(names[0]);
  certificate.setSubject(subject);
  certificate.setIssuer(issuer?.subject.attributes ?? subject);
  certificate.setExtensions([
    { name: 'basicConstraints', critical: true, cA: false },
    // Only an RSA key can encipher another (RFC 5480 §3).
    { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: key.kind === 'rsa' },
    { name: 'extKeyUsage', serverAuth: true },
    subjectKeyIdentifier(keyPem),
    ...(issuer === null
      ? []
      : [
          { name: 'authorityKeyIdentifier', keyIdentifier: issuer.generateSubjectKeyIdentifier().getBytes() },
        ]),
    { name: 'subjectAltName', altNames: names.map((value) => ({ type: DNS_NAME, value })) },
  ]);
  return { keyPem, certificatePem: signedPem(certificate, { issuerKeyPem, subjectKeyPem: keyPem }) };
}
