/** Reads CERTS_DIR. */
import { join } from 'node:path';

import { readTextFile } from '#files';
import { errnoCode, fileFault } from '#text';

import {
  CERTIFICATE_FILES,
  type CertificateFile,
  type CertificateSet,
  SPARE_FILES,
  type SetWithoutSpare,
} from './certificate-set.js';
import { CertificatesError } from './certificates-error.js';

/**
 * The set, or undefined when there is none. Without its key the spare certificate is of no use: that is a set without
 * one.
 *
 * @throws CertificatesError when another part is missing
 */
export async function readSet(dir: string): Promise<CertificateSet | SetWithoutSpare | undefined> {
  const files = await readFiles(dir, CERTIFICATE_FILES);
  const isThere = (file: CertificateFile): boolean => files[file] !== undefined;
  if (!CERTIFICATE_FILES.some(isThere)) return undefined;

  const spareFiles: readonly CertificateFile[] = SPARE_FILES;
  const needed = CERTIFICATE_FILES.filter((file) => isThere('spare.key.pem') || !spareFiles.includes(file));
  const missing = needed.filter((file) => !isThere(file));
  if (missing.length > 0) throw new CertificatesError(dir, [`missing: ${missing.join(', ')}`]);
  return Object.fromEntries(needed.map((file) => [file, files[file]])) as CertificateSet | SetWithoutSpare;
}

export function hasSpare(set: CertificateSet | SetWithoutSpare): set is CertificateSet {
  return 'spare.key.pem' in set;
}

/**
 * The files asked for, without those that are not there.
 *
 * @param pathOf where a file is in `dir`; unless given it has its name there
 * @throws CertificatesError when one cannot be read
 */
export async function readFiles<Name extends CertificateFile>(
  dir: string,
  names: readonly Name[],
  pathOf: (name: Name) => string = (name) => name,
): Promise<Partial<Record<Name, string>>> {
  const contents = await Promise.all(
    names.map(async (name) => [name, await readIfThere(dir, pathOf(name))] as const),
  );
  const there = contents.filter(([, content]) => content !== undefined);
  return Object.fromEntries(there) as Partial<Record<Name, string>>;
}

async function readIfThere(dir: string, name: string): Promise<string | undefined> {
  try {
    return await readTextFile(join(dir, name));
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') return undefined;
    throw new CertificatesError(dir, [`${name} cannot be read: ${fileFault(error)}`]);
  }
}
