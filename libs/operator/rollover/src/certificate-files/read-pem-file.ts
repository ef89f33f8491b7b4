import { open } from 'node:fs/promises';

import { RolloverError } from '../rollover-error.js';

/** Far more than any chain and its key need. */
const MAX_BYTES = 1_048_576;

/**
 * @param what names the file for people, such as `--cert`
 * @throws RolloverError when it cannot be read
 */
export async function readPemFile(path: string, what: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > MAX_BYTES) throw new RolloverError(`${what}: ${path} is too large for a certificate or key`);
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof RolloverError) throw error;
    throw new RolloverError(`${what}: ${path} ${readFault(error)}`);
  }
}

function readFault(error: unknown): string {
  const code = errorCode(error);
  switch (code) {
    case 'ENOENT':
      return 'does not exist';
    case 'EACCES':
      return 'may not be read by this user';
    default:
      return `cannot be read (${code})`;
  }
}

/** Such as ENOENT. */
export function errorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
