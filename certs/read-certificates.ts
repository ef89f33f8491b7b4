import { X509Certificate } from 'node:crypto';

import { CertificatesError } from './certificates-error.js';
import { type CertificateFiles, certificateProblems } from './check-fit.js';
import { readFiles } from './read-files.js';

/** The certificates in DER, as TLSA records describe them. */
export interface PublicCertificates {
  readonly ca: Uint8Array;
  readonly leaf: Uint8Array;
  readonly spare: Uint8Array;
}

/** What an older version made lacks the spare. */
export type EarlierCertificates = Omit<PublicCertificates, 'spare'> & {
  readonly spare?: Uint8Array | undefined;
};

/**
 * Reads the certificates, not the keys, and checks that they are those of `domain`.
 *
 * @throws CertificatesError when they are missing or do not fit
 */
export async function readCertificates(dir: string, domain: string): Promise<PublicCertificates> {
  const { spare, ...others } = await readEarlierCertificates(dir, domain);
  if (spare === undefined) throw missing(dir, 'spare.cert.pem');
  return { ...others, spare };
}

/** As `readCertificates`, where the spare may be missing. */
export async function readEarlierCertificates(dir: string, domain: string): Promise<EarlierCertificates> {
  const read = await readFiles(dir, ['ca.cert.pem', 'leaf.cert.pem', 'spare.cert.pem']);
  const { 'ca.cert.pem': ca, 'leaf.cert.pem': leaf } = read;
  if (ca === undefined) throw missing(dir, 'ca.cert.pem');
  if (leaf === undefined) throw missing(dir, 'leaf.cert.pem');
  const files = { ...read, 'ca.cert.pem': ca, 'leaf.cert.pem': leaf };
  const problems = certificateProblems(files, domain, new Date());
  if (problems.length > 0) throw new CertificatesError(dir, problems);
  return toDer(files);
}

export function toDer(files: CertificateFiles & { readonly 'spare.cert.pem': string }): PublicCertificates;
export function toDer(files: CertificateFiles): EarlierCertificates;
export function toDer(files: CertificateFiles): EarlierCertificates {
  const spare = files['spare.cert.pem'];
  return {
    ca: derOf(files['ca.cert.pem']),
    leaf: derOf(files['leaf.cert.pem']),
    ...(spare === undefined ? {} : { spare: derOf(spare) }),
  };
}

function derOf(pem: string): Uint8Array {
  return new X509Certificate(pem).raw;
}

function missing(dir: string, file: string): CertificatesError {
  return new CertificatesError(dir, [`${file} is missing`], 'Make them with `certs`.');
}
