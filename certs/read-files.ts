/** Reads CERTS_DIR. */
import { join } from 'node:path';

import { readTextFile } from '#files';
import { errnoCode, fileFault } from '#text';

import { DEFAULT_CERTIFICATE } from '#scenarios';

import {
  CERTIFICATE_FILES,
  type CertificateFile,
  type EarlierSet,
  filesOf,
  missingCertificates,
} from './certificate-set.js';
import { CertificatesError } from './certificates-error.js';

/**
 * The set, or undefined when there is none. Without its key a certificate is of no use: that is a set without it.
 *
 * @param pathOf where a file is in `dir`; unless given it has its name there
 * @throws CertificatesError when another part is missing, such as all of the certificate that every version has made
 */
export async function readSet(
  dir: string,
  pathOf?: (file: CertificateFile) => string,
): Promise<EarlierSet | undefined> {
  const files = await readFiles(dir, CERTIFICATE_FILES, pathOf);
  if (Object.keys(files).length === 0) return undefined;
  const useless: readonly CertificateFile[] = missingCertificates(files)
    .filter((id) => id !== DEFAULT_CERTIFICATE)
    .flatMap(filesOf);
  const needed = CERTIFICATE_FILES.filter((file) => !useless.includes(file));
  const missing = needed.filter((file) => files[file] === undefined);
  if (missing.length > 0) throw new CertificatesError(dir, [`missing: ${missing.join(', ')}`]);
  return Object.fromEntries(needed.map((file) => [file, files[file]]));
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
