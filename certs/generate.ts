/**
 * Makes the keys and certificates of an instance, once: running it again changes nothing, because published TLSA
 * records describe these very keys. New keys are made only when asked for (`rotate`).
 */
import { makeCertificateSet } from './certificate-set.js';
import { CertificatesError } from './certificates-error.js';
import { setProblems } from './check-fit.js';
import { completeLinks, publishFirst, publishInstead } from './publish-set.js';
import { type PublicCertificates, readCertificates, toDer } from './read-certificates.js';
import { readSet } from './read-files.js';

export { certificateNames } from './certificate-set.js';
export { CertificatesError } from './certificates-error.js';
export { readCertificates, type PublicCertificates } from './read-certificates.js';

export interface GenerateCertificatesOptions {
  readonly domain: string;
  /** Where the files go; made when it does not exist. */
  readonly dir: string;
  readonly lifetimeDays: number;
  readonly rsaBits: number;
  /** Make new keys even though there are some. */
  readonly rotate: boolean;
}

export type GenerateCertificatesResult =
  | { readonly outcome: 'created' | 'unchanged'; readonly certificates: PublicCertificates }
  /** `before` is undefined when the replaced certificates could not be used. */
  | {
      readonly outcome: 'rotated';
      readonly before: PublicCertificates | undefined;
      readonly certificates: PublicCertificates;
    };

/**
 * Makes ca.key.pem, ca.cert.pem, leaf.key.pem, leaf.cert.pem and leaf.chain.pem in `dir`. Safe to run while another
 * run is at work: one of them makes the files, both end with the same.
 *
 * @throws CertificatesError when files are there that do not fit together or not to `domain`
 */
export async function generateCertificates(
  options: GenerateCertificatesOptions,
): Promise<GenerateCertificatesResult> {
  await completeLinks(options.dir);
  if (options.rotate) return rotate(options);
  return (await existing(options)) ?? create(options);
}

async function existing(
  options: GenerateCertificatesOptions,
): Promise<GenerateCertificatesResult | undefined> {
  const set = await readSet(options.dir);
  if (set === undefined) return undefined;
  const problems = setProblems(set, options.domain, new Date());
  if (problems.length > 0) throw new CertificatesError(options.dir, problems);
  return { outcome: 'unchanged', certificates: toDer(set) };
}

async function create(options: GenerateCertificatesOptions): Promise<GenerateCertificatesResult> {
  const set = await makeCertificateSet(options, new Date());
  if (await publishFirst(options.dir, set)) return { outcome: 'created', certificates: toDer(set) };

  const others = await existing(options);
  if (others === undefined) throw new CertificatesError(options.dir, ['the directory is damaged']);
  return others;
}

async function rotate(options: GenerateCertificatesOptions): Promise<GenerateCertificatesResult> {
  const before = await readCertificates(options.dir, options.domain).catch(() => undefined);
  const set = await makeCertificateSet(options, new Date());
  await publishInstead(options.dir, set);
  return { outcome: 'rotated', before, certificates: toDer(set) };
}
