/** What both kinds of certificate share; the fields are those of RFC 5280 §4. */
import { createHash, createPublicKey, randomBytes, sign } from 'node:crypto';

import forge from 'node-forge';

import type { Validity } from './issued-certificate.js';

/** The longest common name (RFC 5280, Appendix A, ub-common-name). */
const LONGEST_COMMON_NAME = 64;
/** Where the public key stands in a TBSCertificate (RFC 5280 §4.1). */
const PUBLIC_KEY_FIELD = 6;

const { Type } = forge.asn1;

/** An unsigned certificate. Until `signedPem` puts in the subject's key, that of the issuer holds its place: forge knows RSA alone. */
export function newCertificate(issuerKeyPem: string, validity: Validity): forge.pki.Certificate {
  const privateKey = forge.pki.privateKeyFromPem(issuerKeyPem);
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

/** The extension that names a public key, by the beginning of a digest of all of it (RFC 7093 §2, method 4). */
export function subjectKeyIdentifier(keyPem: string): object {
  const digest = createHash('sha256')
    .update(octets(publicKeyInfo(keyPem)))
    .digest();
  const identifier = digest.subarray(0, 20).toString('latin1');
  return { name: 'subjectKeyIdentifier', value: create(Type.OCTETSTRING, identifier) };
}

/**
 * Signs with SHA-256 and gives PEM, with the line ends of every other tool here.
 *
 * @param issuerKeyPem an RSA key, that of `newCertificate`
 */
export function signedPem(
  certificate: forge.pki.Certificate,
  { issuerKeyPem, subjectKeyPem }: { readonly issuerKeyPem: string; readonly subjectKeyPem: string },
): string {
  // Its own signature would take a quarter of a second, and not fit once the key is another one.
  const unsigned = { ...forge.pki.privateKeyFromPem(issuerKeyPem), sign: () => '' };
  certificate.sign(unsigned, forge.md.sha256.create());
  const signed = forge.pki.certificateToAsn1(certificate).value as forge.asn1.Asn1[];
  const [body, algorithm] = signed as [forge.asn1.Asn1, forge.asn1.Asn1];
  (body.value as forge.asn1.Asn1[])[PUBLIC_KEY_FIELD] = publicKeyInfo(subjectKeyPem);
  const signature = sign('sha256', octets(body), issuerKeyPem).toString('latin1');
  const whole = create(Type.SEQUENCE, [body, algorithm, create(Type.BITSTRING, `\0${signature}`)]);
  const pem = forge.pem.encode({ type: 'CERTIFICATE', body: octets(whole).toString('latin1') });
  return pem.replaceAll('\r\n', '\n');
}

function publicKeyInfo(keyPem: string): forge.asn1.Asn1 {
  const der = createPublicKey(keyPem).export({ type: 'spki', format: 'der' });
  return forge.asn1.fromDer(der.toString('latin1'));
}

function create(type: forge.asn1.Type, value: string | forge.asn1.Asn1[]): forge.asn1.Asn1 {
  return forge.asn1.create(forge.asn1.Class.UNIVERSAL, type, typeof value !== 'string', value);
}

function octets(structure: forge.asn1.Asn1): Buffer {
  return Buffer.from(forge.asn1.toDer(structure).getBytes(), 'latin1');
}
