/** Whether an OCSP response is signed by who may sign it (RFC 6960 §4.2.2.2). */
import { verify, X509Certificate } from 'node:crypto';

import type { BasicOCSPResponse } from 'pkijs';

/** The hash functions of signature algorithms; null for one that has its own. */
const HASHES: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.3.101.112': null,
};
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';

/** A responder sends its own, maybe with what issued it; each takes two signatures. */
const MOST_DELEGATES = 4;

export type OcspSignature = 'valid' | 'invalid' | 'unknown-algorithm';

/** @param issuer of the certificate that the response is about */
export function judgeSignature(
  response: BasicOCSPResponse,
  issuer: X509Certificate,
  now: number,
): OcspSignature {
  const hash = HASHES[response.signatureAlgorithm.algorithmId];
  if (hash === undefined) return 'unknown-algorithm';
  const signed = response.tbsResponseData.tbsView;
  const signature = response.signature.valueBlock.valueHexView;
  const delegates = (response.certs ?? [])
    .slice(0, MOST_DELEGATES)
    .map((certificate) => new X509Certificate(Buffer.from(certificate.toSchema().toBER())))
    .filter((certificate) => isEntrusted(certificate, issuer, now));
  const isValid = [issuer, ...delegates].some(({ publicKey }) => verify(hash, signed, publicKey, signature));
  return isValid ? 'valid' : 'invalid';
}

function isEntrusted(certificate: X509Certificate, issuer: X509Certificate, now: number): boolean {
  return (
    // Undefined, against its type, for a certificate without the extension.
    (certificate.keyUsage as string[] | undefined)?.includes(OCSP_SIGNING) === true &&
    certificate.checkIssued(issuer) &&
    certificate.verify(issuer.publicKey) &&
    Date.parse(certificate.validFrom) <= now &&
    now <= Date.parse(certificate.validTo)
  );
}
