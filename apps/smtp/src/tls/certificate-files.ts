import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { readTextFile } from '#files';
import { CA, CERTIFICATE_IDS, type CertificateId, type TlsaSubject } from '#scenarios';
import { errnoCode, errnoText } from '#text';

export interface KeyAndChain {
  readonly key: string;
  /** The server's certificate, then that of its CA if it is sent. */
  readonly cert: string;
}

/** The message names the file and says what to do. */
export class CertificateFileError extends Error {
  override readonly name = 'CertificateFileError';
}

export async function readCertificateFiles(dir: string, name: CertificateId): Promise<KeyAndChain> {
  // One after the other, so that the same fault is reported each time.
  const key = await readPem(join(dir, `${name}.key.pem`));
  return { key, cert: await readPem(join(dir, `${name}.chain.pem`)) };
}

/** The text of a certificate that DNS describes; undefined when there is no such file. */
export async function readPublished(dir: string, name: TlsaSubject): Promise<string | undefined> {
  return readPem(join(dir, `${name}.cert.pem`)).catch((error: unknown) => {
    if (error instanceof CertificateFileError && errnoCode(error.cause) === 'ENOENT') return undefined;
    throw error;
  });
}

/**
 * Something that is another text once other files are there: they are read again only then. The files may be links into a
 * directory that holds one set, as `havedane certs` makes them, or files that somebody copied.
 */
export async function filesIdentity(dir: string): Promise<string> {
  const names = CERTIFICATE_IDS.flatMap((id) => [`${id}.key.pem`, `${id}.chain.pem`, `${id}.cert.pem`]);
  const parts = [...names, `${CA}.cert.pem`].map(async (name) => {
    const facts = await stat(join(dir, name), { bigint: true }).catch(() => undefined);
    // The time of change as well: a file that could not be read may get another mode.
    return facts === undefined
      ? 'none'
      : `${facts.dev}/${facts.ino}/${facts.size}/${facts.mtimeNs}/${facts.ctimeNs}`;
  });
  return (await Promise.all(parts)).join(' ');
}

async function readPem(path: string): Promise<string> {
  try {
    return await readTextFile(path);
  } catch (error) {
    throw new CertificateFileError(`${path} cannot be read: ${errnoText(error)}. ${remedyFor(error)}`, {
      cause: error,
    });
  }
}

function remedyFor(error: unknown): string {
  const code = errnoCode(error);
  if (code === 'ENOENT')
    return 'Make the certificates with `npm run certs` (or `havedane setup`), or set CERTS_DIR.';
  return code === 'EACCES' || code === 'EPERM'
    ? 'The user that runs the receiver must be able to read it.'
    : CERTIFICATES_REMEDY;
}

export const CERTIFICATES_REMEDY =
  'Restore the files from a backup, or make new ones with `havedane certs --rotate` and publish their TLSA records.';
