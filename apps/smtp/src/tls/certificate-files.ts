import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { PresentedCertificate } from '#checks';

export interface KeyAndChain {
  readonly key: string;
  /** The server's certificate, then its CA. */
  readonly cert: string;
}

/** The message names the file and says what to do. */
export class CertificateFileError extends Error {
  override readonly name = 'CertificateFileError';
}

export async function readCertificateFiles(dir: string, name: PresentedCertificate): Promise<KeyAndChain> {
  const [key, cert] = await Promise.all([
    readPem(join(dir, `${name}.key.pem`)),
    readPem(join(dir, `${name}.chain.pem`)),
  ]);
  return { key, cert };
}

/**
 * Something that is another text once other files are there: they are read again only then. The files may be links into a
 * directory that holds one set, as `havedane certs` makes them, or files that somebody copied.
 */
export async function filesIdentity(dir: string): Promise<string> {
  const names = (['leaf', 'spare'] as const).flatMap((name) => [`${name}.key.pem`, `${name}.chain.pem`]);
  const parts = names.map(async (name) => {
    const facts = await stat(join(dir, name), { bigint: true }).catch(() => undefined);
    return facts === undefined ? 'none' : `${facts.dev}/${facts.ino}/${facts.size}/${facts.mtimeNs}`;
  });
  return (await Promise.all(parts)).join(' ');
}

async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const help =
      code === 'ENOENT'
        ? 'make the certificates with `npm run certs` (or `havedane setup`), or set CERTS_DIR'
        : 'the receiver must be able to read it';
    throw new CertificateFileError(`${path} cannot be read (${code}): ${help}.`, { cause: error });
  }
}
