/**
 * The set that comes next while the keys are rolled over. It is made once, and kept until the rollover is finished, so that an
 * interrupted run goes on with the keys whose records it has published:
 *
 *     .next -> .set-Qd71fE      beside .current, which leads there as well once the set is installed
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import {
  type CertificateSetOptions,
  type EarlierSet,
  makeCertificateSet,
  missingCertificates,
  withCertificates,
} from './certificate-set.js';
import { CertificatesError } from './certificates-error.js';
import { setProblems } from './check-fit.js';
import { linkOnce, syncDirectory } from './links.js';
import { CURRENT, linkTarget, moveCertificates, NEXT, publishWritten } from './publish-set.js';
import { type PublicCertificates, toDer } from './read-certificates.js';
import { readSet } from './read-files.js';
import { pathInSet, writeSet } from './set-files.js';

/** The order of a rollover must not be broken by making other keys meanwhile. */
export class RolloverUnderWayError extends Error {
  override readonly name = 'RolloverUnderWayError';

  constructor(dir: string) {
    super(
      `The keys in ${dir} are being rolled over; \`havedane rollover status\` says how far that is. ` +
        'New ones can be made when it is finished.',
    );
  }
}

/**
 * The next set, or null when there is none.
 *
 * @throws CertificatesError when it cannot be used
 */
export async function readNextCertificates(dir: string, domain: string): Promise<PublicCertificates | null> {
  const set = (await linkTarget(dir, NEXT)) === undefined ? null : await readNextSet(dir, domain);
  return set === null ? null : (toDer(set) as PublicCertificates);
}

/**
 * Makes the next set, unless there is one already.
 *
 * @throws CertificatesError when there is one that cannot be used
 */
export async function prepareNextCertificates(
  options: CertificateSetOptions & { readonly dir: string },
): Promise<PublicCertificates> {
  const { dir, domain } = options;
  if ((await linkTarget(dir, NEXT)) === undefined) {
    const made = await writeSet(dir, await makeCertificateSet(options, new Date()));
    const first = await linkOnce(made, join(dir, NEXT));
    if (!first) await rm(join(dir, made), { recursive: true });
    await syncDirectory(dir);
  }
  return toDer(await readNextSet(dir, domain)) as PublicCertificates;
}

/**
 * Puts the next set in the place of the current one, whose keys are deleted. Can be repeated.
 *
 * @throws CertificatesError when there is none, or it cannot be used; nothing was changed
 */
export async function installNextCertificates(dir: string, domain: string): Promise<void> {
  await readNextSet(dir, domain);
  const made = await linkTarget(dir, NEXT);
  if (made !== undefined) await publishWritten(dir, made);
}

/** Forgets which set was the next one, and deletes it unless it is the current one by now. Can be repeated. */
export async function forgetNextCertificates(dir: string): Promise<void> {
  const made = await linkTarget(dir, NEXT);
  if (made === undefined) return;
  await rm(join(dir, NEXT));
  await syncDirectory(dir);
  if (made !== (await linkTarget(dir, CURRENT))) await rm(join(dir, made), { recursive: true, force: true });
}

/** @throws RolloverUnderWayError */
export async function assertNoRollover(dir: string): Promise<void> {
  if ((await linkTarget(dir, NEXT)) !== undefined) throw new RolloverUnderWayError(dir);
}

/** Adds to the next set, where there is one, the certificates that the version which made it did not know. */
export async function completeNextSet(
  options: CertificateSetOptions & { readonly dir: string },
): Promise<void> {
  const { dir, domain } = options;
  if ((await linkTarget(dir, NEXT)) === undefined) return;
  const before = await readUsable(dir, domain);
  const missing = missingCertificates(before);
  if (missing.length === 0) return;
  const made = await writeSet(dir, await withCertificates(before, options, new Date()));
  await moveCertificates(dir, made, NEXT, missing);
  await rm(join(dir, made), { recursive: true });
}

async function readNextSet(dir: string, domain: string): Promise<EarlierSet> {
  const set = await readUsable(dir, domain);
  const [missing] = missingCertificates(set);
  if (missing === undefined) return set;
  throw new CertificatesError(join(dir, NEXT), [`${missing}.key.pem is missing`], 'Make it with `certs`.');
}

async function readUsable(dir: string, domain: string): Promise<EarlierSet> {
  const next = join(dir, NEXT);
  const remedy =
    'Restore it from a backup; if its records are not published, remove the link and run `rollover` again.';
  const set = await readSet(next, pathInSet);
  const problems = set === undefined ? ['it is empty'] : setProblems(set, domain, new Date());
  if (set === undefined || problems.length > 0) throw new CertificatesError(next, problems, remedy);
  return set;
}
