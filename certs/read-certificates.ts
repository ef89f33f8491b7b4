import { X509Certificate } from 'node:crypto';

import { CA, CERTIFICATE_IDS, DEFAULT_CERTIFICATE, type TlsaSubject } from '#scenarios';

import { CertificatesError } from './certificates-error.js';
import type { EarlierSet } from './certificate-set.js';
import { certificateProblems } from './check-fit.js';
import { readFiles } from './read-files.js';

/** The certificates in DER, as TLSA records describe them. */
export type PublicCertificates = Readonly<Record<TlsaSubject, Uint8Array>>;

/** What an older version made lacks the certificates that it did not know. */
export type EarlierCertificates = Readonly<Partial<PublicCertificates>>;

const SUBJECTS = [CA, ...CERTIFICATE_IDS] as const;
/** Every version has made them. */
const NEEDED: readonly TlsaSubject[] = [CA, DEFAULT_CERTIFICATE];

/**
 * Reads the certificates, not the keys, and checks that they are those of `domain`.
 *
 * @throws CertificatesError when they are missing or do not fit
 */
export function readCertificates(dir: string, domain: string): Promise<PublicCertificates> {
  return readThose(dir, domain, SUBJECTS) as Promise<PublicCertificates>;
}

/** As `readCertificates`, where those may be missing that an older version did not know. */
export function readEarlierCertificates(dir: string, domain: string): Promise<EarlierCertificates> {
  return readThose(dir, domain, NEEDED);
}

async function readThose(
  dir: string,
  domain: string,
  needed: readonly TlsaSubject[],
): Promise<EarlierCertificates> {
  const files = await readFiles(
    dir,
    SUBJECTS.map((subject) => `${subject}.cert.pem` as const),
  );
  const missing = needed
    .map((subject) => `${subject}.cert.pem` as const)
    .find((file) => files[file] === undefined);
  if (missing !== undefined) {
    throw new CertificatesError(dir, [`${missing} is missing`], 'Make them with `certs`.');
  }
  const problems = certificateProblems(files, domain, new Date());
  if (problems.length > 0) throw new CertificatesError(dir, problems);
  return toDer(files);
}

export function toDer(files: EarlierSet): EarlierCertificates {
  return Object.fromEntries(
    SUBJECTS.flatMap((subject) => {
      const pem = files[`${subject}.cert.pem`];
      return pem === undefined ? [] : [[subject, new X509Certificate(pem).raw]];
    }),
  );
}
