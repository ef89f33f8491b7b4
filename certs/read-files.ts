/** Reads CERTS_DIR. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { CERTIFICATE_FILES, type CertificateFile, type CertificateSet } from './certificate-set.js';
import { CertificatesError } from './certificates-error.js';

/** The whole set, or undefined when there is none. @throws CertificatesError when a part of it is missing */
export async function readSet(dir: string): Promise<CertificateSet | undefined> {
  const files = await readFiles(dir, CERTIFICATE_FILES);
  const missing = CERTIFICATE_FILES.filter((file) => files[file] === undefined);
  if (missing.length === CERTIFICATE_FILES.length) return undefined;
  if (missing.length > 0) throw new CertificatesError(dir, [`missing: ${missing.join(', ')}`]);
  return files as CertificateSet;
}

/** The files asked for, without those that are not there. @throws CertificatesError when one cannot be read */
export async function readFiles<Name extends CertificateFile>(
  dir: string,
  names: readonly Name[],
): Promise<Partial<Record<Name, string>>> {
  const contents = await Promise.all(
    names.map(async (name) => [name, await readIfThere(dir, name)] as const),
  );
  const there = contents.filter(([, content]) => content !== undefined);
  return Object.fromEntries(there) as Partial<Record<Name, string>>;
}

async function readIfThere(dir: string, name: CertificateFile): Promise<string | undefined> {
  try {
    return await readFile(join(dir, name), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return undefined;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CertificatesError(dir, [`${name} cannot be read (${reason})`], 'Check its owner and mode.');
  }
}
