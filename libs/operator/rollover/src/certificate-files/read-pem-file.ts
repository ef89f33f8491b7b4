import { readTextFile } from '#files';
import { fileFault } from '#text';

import { RolloverError } from '../rollover-error.js';

/**
 * The octets of a file as characters, each of its own (ISO 8859-1): what is no PEM may be in any encoding, and is written as it was.
 *
 * @param what names the file for people, such as `--cert`
 * @throws RolloverError when it cannot be read
 */
export async function readPemFile(path: string, what: string): Promise<string> {
  try {
    return await readTextFile(path, { encoding: 'latin1' });
  } catch (error) {
    throw new RolloverError(`${what}: ${path} cannot be read: ${fileFault(error)}`);
  }
}
