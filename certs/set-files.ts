/** Writes the files of one set into a directory of their own, which nothing names yet. */
import { chmod, mkdir, mkdtemp } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { writeTextFile } from '#files';

import {
  type CertificateFile,
  type CertificateSet,
  SPARE_FILES,
  type SpareCertificate,
} from './certificate-set.js';
import { ignore, syncDirectory } from './links.js';

export const SET_PREFIX = '.set-';
export const SPARE = 'spare';

/** Answers the name of the directory, in `dir`. */
export async function writeSet(dir: string, set: CertificateSet | SpareCertificate): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  // A directory of somebody else's, such as the root of a volume, stays as it is: the set's own is closed anyway.
  await chmod(dir, 0o700).catch(ignore('EPERM', undefined));
  const made = await mkdtemp(join(dir, SET_PREFIX));
  await mkdir(join(made, SPARE), { mode: 0o700 });
  for (const [file, content] of Object.entries(set) as [CertificateFile, string][]) {
    const mode = file.endsWith('.key.pem') ? 0o600 : 0o644;
    await writeTextFile(join(made, pathInSet(file)), content, { flags: 'wx', mode });
  }
  await syncDirectory(join(made, SPARE));
  await syncDirectory(made);
  return basename(made);
}

/** Where the file is, from that directory. */
export function pathInSet(file: CertificateFile): string {
  const spareFiles: readonly CertificateFile[] = SPARE_FILES;
  return spareFiles.includes(file) ? join(SPARE, file) : file;
}
