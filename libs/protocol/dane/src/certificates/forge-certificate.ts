/** What both kinds of certificate share; the fields are those of RFC 5280 §4. */
import { randomBytes } from 'node:crypto';

import forge from 'node-forge';

import type { Validity } from './issued-certificate.js';

/** The longest common name (RFC 5280, Appendix A, ub-common-name). */
const LONGEST_COMMON_NAME = 64;

/** An unsigned certificate for the public half of a private key. */
export function newCertificate(keyPem: string, validity: Validity): forge.pki.Certificate {
  const privateKey = forge.pki.privateKeyFromPem(keyPem);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(privateKey.n, privateKey.e);
  certificate.serialNumber = randomSerial();
  // forge writes GeneralizedTime from 2050 on, as RFC 5280 §4.1.2.5 demands.
  certificate.validity.notBefore = validity.notBefore;
  certificate.validity.notAfter = validity.notAfter;
  return certificate;
}

/** A name that fits the limits of X.520; a longer common name is left out, clients read the SANs. */
export function distinguishedName(commonName: string): forge.pki.CertificateField[] {
  const organization = { name: 'organizationName', value: 'HaveDane' };
  if (commonName.length > LONGEST_COMMON_NAME) return [organization];
  return [organization, { name: 'commonName', value: commonName }];
}

/** 128 bits, positive, without a leading zero octet: RFC 5280 §4.1.2.2 allows at most 20 octets. */
function randomSerial(): string {
  const octets = randomBytes(16);
  octets.writeUInt8((octets.readUInt8(0) & 0x7f) | 0x40, 0);
  return octets.toString('hex');
}

/** Signs with SHA-256 and gives PEM, with the line ends of every other tool here. */
export function signedPem(certificate: forge.pki.Certificate, issuerKeyPem: string): string {
  certificate.sign(forge.pki.privateKeyFromPem(issuerKeyPem), forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate).replaceAll('\r\n', '\n');
}
