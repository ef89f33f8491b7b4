/** Files that hold a token or key. */
import { open } from 'node:fs/promises';

import { ProviderError } from './provider-error.js';

/** Far more than any token or key needs. */
const MAX_BYTES = 16_384;

const GROUP_WRITES = 0o020;
const OTHERS = 0o007;

/**
 * The text of the file. Its group may read it, so that root can hand it to the user of a service; nobody else.
 *
 * @param variable which names the file, for messages
 * @throws ProviderError when it cannot be read, or others can
 */
export async function readSecretFile(path: string, variable: string): Promise<string> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw unreadable(path, variable, error);
  });
  try {
    // Of the opened file: a name could be given to another one in between.
    const { mode, size } = await file.stat();
    if ((mode & (OTHERS | GROUP_WRITES)) !== 0) throw tooOpen(path, variable, mode);
    if (size > MAX_BYTES)
      throw new ProviderError('bad-setting', `${variable}: ${path} is too large for a token or key`);
    return (await file.readFile('utf8')).trim();
  } catch (error) {
    throw error instanceof ProviderError ? error : unreadable(path, variable, error);
  } finally {
    await file.close();
  }
}

function tooOpen(path: string, variable: string, mode: number): ProviderError {
  const octal = (mode & 0o777).toString(8).padStart(4, '0');
  return new ProviderError(
    'bad-setting',
    `${variable}: others can get at ${path} (mode ${octal}), so it is not used. \`chmod 600 ${path}\`, ` +
      'and make a new token or key if somebody may have read it',
  );
}

function unreadable(path: string, variable: string, error: unknown): ProviderError {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  return new ProviderError(
    'bad-setting',
    `${variable}: ${path} ${FAULTS[code] ?? `cannot be read (${code})`}`,
  );
}

const MISSING = 'does not exist: make the file, or correct the path';
const NOT_ALLOWED =
  'may not be read by this user: `chown` it to the user that runs this, who must also be able to enter its directories';

const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: MISSING,
  ENOTDIR: MISSING,
  EACCES: NOT_ALLOWED,
  EPERM: NOT_ALLOWED,
  // Docker makes one where a file that is to be mounted is missing.
  EISDIR: 'is a directory: a file with the token or key belongs there',
};
