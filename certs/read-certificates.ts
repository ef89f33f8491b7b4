import { X509Certificate } from 'node:crypto';

import { CertificatesError } from './certificates-error.js';
import { pairProblems } from './check-fit.js';
import { readFiles } from './read-files.js';

/** The certificates in DER, as TLSA records describe them. */
export interface PublicCertificates {
  readonly ca: Uint8Array;
  readonly leaf: Uint8Array;
}

/**
 * Reads the certificates, not the keys, and checks that they are those of `domain`.
 *
 * @throws CertificatesError when they are missing or do not fit
 */
export async function readCertificates(dir: string, domain: string): Promise<PublicCertificates> {
  const { 'ca.cert.pem': ca, 'leaf.cert.pem': leaf } = await readFiles(dir, ['ca.cert.pem', 'leaf.cert.pem']);
  if (ca === undefined || leaf === undefined) {
    const missing = ca === undefined ? 'ca.cert.pem' : 'leaf.cert.pem';
    throw new CertificatesError(dir, [`${missing} is missing`], 'Make them with `certs`.');
  }
  const pair = { 'ca.cert.pem': ca, 'leaf.cert.pem': leaf };
  const problems = pairProblems(pair, domain, new Date());
  if (problems.length > 0) throw new CertificatesError(dir, problems);
  return toDer(pair);
}

export function toDer(pair: {
  readonly 'ca.cert.pem': string;
  readonly 'leaf.cert.pem': string;
}): PublicCertificates {
  return {
    ca: new X509Certificate(pair['ca.cert.pem']).raw,
    leaf: new X509Certificate(pair['leaf.cert.pem']).raw,
  };
}
