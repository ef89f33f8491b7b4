/**
 * Makes the keys and certificates of an instance, once: running it again changes nothing, because published TLSA
 * records describe these very keys. New keys are made only when asked for (`rotate`), and a spare where there is none.
 */
import { makeCertificateSet, makeSpare, type SetWithoutSpare } from './certificate-set.js';
import { CertificatesError } from './certificates-error.js';
import { setProblems } from './check-fit.js';
import { assertNoRollover } from './next-set.js';
import { completeLinks, publishFirst, publishInstead, publishSpare } from './publish-set.js';
import {
  type EarlierCertificates,
  type PublicCertificates,
  readEarlierCertificates,
  toDer,
} from './read-certificates.js';
import { hasSpare, readSet } from './read-files.js';

export { certificateNames } from './certificate-set.js';
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
  /** The spare was missing and was made; nothing else was touched. */
  | {
      readonly outcome: 'completed';
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
 * Makes key and certificate of the CA, and key, certificate and chain of leaf and spare in `dir`. Safe to run while
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
  return hasSpare(set) ? { outcome: 'unchanged', certificates: toDer(set) } : complete(options, set);
}

async function existing({ dir, domain }: GenerateCertificatesOptions): ReturnType<typeof readSet> {
  const set = await readSet(dir);
  const problems = set === undefined ? [] : setProblems(set, domain, new Date());
  if (problems.length > 0) throw new CertificatesError(dir, problems);
  return set;
}

async function create(options: GenerateCertificatesOptions): Promise<GenerateCertificatesResult> {
  const set = await makeCertificateSet(options, new Date());
  if (await publishFirst(options.dir, set)) return { outcome: 'created', certificates: toDer(set) };
  return madeByAnotherRun(options);
}

async function complete(
  options: GenerateCertificatesOptions,
  set: SetWithoutSpare,
): Promise<GenerateCertificatesResult> {
  const spare = await makeSpare(set, options, new Date());
  if (!(await publishSpare(options.dir, spare))) return madeByAnotherRun(options);
  return { outcome: 'completed', before: toDer(set), certificates: toDer({ ...set, ...spare }) };
}

async function madeByAnotherRun(options: GenerateCertificatesOptions): Promise<GenerateCertificatesResult> {
  const set = await existing(options);
  if (set === undefined || !hasSpare(set)) {
    throw new CertificatesError(options.dir, ['the directory is damaged']);
  }
  return { outcome: 'unchanged', certificates: toDer(set) };
}

async function rotate(options: GenerateCertificatesOptions): Promise<GenerateCertificatesResult> {
  const before = await readEarlierCertificates(options.dir, options.domain).catch(() => undefined);
  const set = await makeCertificateSet(options, new Date());
  await publishInstead(options.dir, set);
  return { outcome: 'rotated', before, certificates: toDer(set) };
}
