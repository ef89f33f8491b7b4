/** Writes the files of one set into a directory of their own, which nothing names yet. */
import { chmod, mkdir, mkdtemp } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { writeTextFile } from '#files';

import { DEFAULT_CERTIFICATE } from '#scenarios';

import { CA_FILES, type CertificateFile, type EarlierSet, filesOf } from './certificate-set.js';
import { ignore, syncDirectory } from './links.js';

export const SET_PREFIX = '.set-';
/** Answers the name of the directory, in `dir`. */
export async function writeSet(dir: string, set: EarlierSet): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  // A directory of somebody else's, such as the root of a volume, stays as it is: the set's own is closed anyway.
  await chmod(dir, 0o700).catch(ignore('EPERM', undefined));
  const made = await mkdtemp(join(dir, SET_PREFIX));
  const directories = new Set<string>();
  for (const [file, content] of Object.entries(set) as [CertificateFile, string][]) {
    const path = join(made, pathInSet(file));
    directories.add(dirname(path));
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const mode = file.endsWith('.key.pem') ? 0o600 : 0o644;
    await writeTextFile(path, content, { flags: 'wx', mode });
  }
  for (const directory of [...directories, made]) await syncDirectory(directory);
  return basename(made);
}

/**
 * Where the file is, from that directory. What every version has made is there; each other certificate has a directory of its own,
 * which comes as a whole to a set that lacks it.
 */
export function pathInSet(file: CertificateFile): string {
  return ALWAYS_THERE.includes(file) ? file : join(file.slice(0, file.indexOf('.')), file);
}

const ALWAYS_THERE: readonly CertificateFile[] = [...CA_FILES, ...filesOf(DEFAULT_CERTIFICATE)];
