/**
 * Makes the keys and certificates of an instance, once: running it again changes nothing, because published TLSA
 * records describe these very keys. New keys are made only when asked for (`rotate`), and for certificates that are missing
 * because an older version did not know them.
 */
import type { CertificateId } from '#scenarios';

import {
  type EarlierSet,
  makeCertificateSet,
  missingCertificates,
  withCertificates,
} from './certificate-set.js';
import { CertificatesError } from './certificates-error.js';
import { setProblems } from './check-fit.js';
import { assertNoRollover, completeNextSet } from './next-set.js';
import { completeLinks, publishFirst, publishInstead, publishMissing } from './publish-set.js';
import {
  type EarlierCertificates,
  type PublicCertificates,
  readEarlierCertificates,
  toDer,
} from './read-certificates.js';
import { readSet } from './read-files.js';

export { certificateNames, chainOf } from './certificate-set.js';
export { CertificatesError } from './certificates-error.js';
export {
  forgetNextCertificates,
  installNextCertificates,
  prepareNextCertificates,
  readNextCertificates,
  RolloverUnderWayError,
} from './next-set.js';
export { readCertificates, type EarlierCertificates, type PublicCertificates } from './read-certificates.js';

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
  /** Certificates were missing and were made; nothing else was touched. */
  | {
      readonly outcome: 'completed';
      readonly made: readonly CertificateId[];
      readonly before: EarlierCertificates;
      readonly certificates: PublicCertificates;
    }
  /** `before` is undefined when the replaced certificates could not be used. */
  | {
      readonly outcome: 'rotated';
      readonly before: EarlierCertificates | undefined;
      readonly certificates: PublicCertificates;
    };

/**
 * Makes key and certificate of the CA, and key, certificate and chain of each planned certificate in `dir`. Safe to run while
 * another run is at work: one of them makes the files, both end with the same.
 *
 * @throws CertificatesError when files are there that do not fit together or not to `domain`; RolloverUnderWayError when new
 * keys are asked for while the present ones are being rolled over
 */
export async function generateCertificates(
  options: GenerateCertificatesOptions,
): Promise<GenerateCertificatesResult> {
  if (options.rotate) await assertNoRollover(options.dir);
  await completeLinks(options.dir);
  if (options.rotate) return rotate(options);
  const set = await existing(options);
  if (set === undefined) return create(options);
  await completeNextSet(options);
  return missingCertificates(set).length === 0 ? unchanged(set) : complete(options, set);
}

function unchanged(set: EarlierSet): GenerateCertificatesResult {
  return { outcome: 'unchanged', certificates: toDer(set) as PublicCertificates };
}

async function existing({ dir, domain }: GenerateCertificatesOptions): ReturnType<typeof readSet> {
  const set = await readSet(dir);
  const problems = set === undefined ? [] : setProblems(set, domain, new Date());
  if (problems.length > 0) throw new CertificatesError(dir, problems);
  return set;
}

async function create(options: GenerateCertificatesOptions): Promise<GenerateCertificatesResult> {
  const set = await makeCertificateSet(options, new Date());
  const isFirst = await publishFirst(options.dir, set);
  return isFirst
    ? { outcome: 'created', certificates: toDer(set) as PublicCertificates }
    : unchanged(await published(options));
}

async function complete(
  options: GenerateCertificatesOptions,
  before: EarlierSet,
): Promise<GenerateCertificatesResult> {
  const missing = missingCertificates(before);
  const after = await withCertificates(before, options, new Date());
  await publishMissing(options.dir, after, missing);
  const set = await published(options);
  const made = missing.filter((id) => set[`${id}.key.pem`] === after[`${id}.key.pem`]);
  if (made.length === 0) return unchanged(set);
  return {
    outcome: 'completed',
    made,
    before: toDer(before),
    certificates: toDer(set) as PublicCertificates,
  };
}

async function published(options: GenerateCertificatesOptions): Promise<EarlierSet> {
  const set = await existing(options);
  if (set === undefined || missingCertificates(set).length > 0) {
    throw new CertificatesError(options.dir, ['the directory is damaged']);
  }
  return set;
}

async function rotate(options: GenerateCertificatesOptions): Promise<GenerateCertificatesResult> {
  const before = await readEarlierCertificates(options.dir, options.domain).catch(() => undefined);
  const set = await makeCertificateSet(options, new Date());
  await publishInstead(options.dir, set);
  return { outcome: 'rotated', before, certificates: toDer(set) as PublicCertificates };
}
