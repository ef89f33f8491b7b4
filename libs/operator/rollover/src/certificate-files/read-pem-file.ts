import { readTextFile } from '#files';
import { fileFault } from '#text';

import { RolloverError } from '../rollover-error.js';

/**
 * @param what names the file for people, such as `--cert`
 * @throws RolloverError when it cannot be read
 */
export async function readPemFile(path: string, what: string): Promise<string> {
  try {
    return await readTextFile(path);
  } catch (error) {
    throw new RolloverError(`${what}: ${path} cannot be read: ${fileFault(error)}`);
  }
}
