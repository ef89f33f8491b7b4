/** Files that hold a token or key. */
import { readTextFile } from '#files';
import { errnoCode, fileFault } from '#text';

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
  try {
    const text = await readTextFile(path, {
      maxBytes: MAX_BYTES,
      inspect: ({ mode }) => {
        if ((mode & (OTHERS | GROUP_WRITES)) !== 0) throw tooOpen(path, variable, mode);
      },
    });
    return text.trim();
  } catch (error) {
    throw error instanceof ProviderError ? error : unreadable(path, variable, error);
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
  const owner = '`chown` it to the user that runs this, who must also be able to enter its directories';
  const advice = ['EACCES', 'EPERM'].includes(errnoCode(error) ?? '') ? `; ${owner}` : '';
  return new ProviderError(
    'bad-setting',
    `${variable}: ${path} cannot be read: ${fileFault(error)}${advice}`,
  );
}
