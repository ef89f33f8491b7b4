import { readdir } from 'node:fs/promises';

import { errnoCode } from '#text';

/** The names in a folder; none where there is no such folder yet. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') return [];
    throw error;
  }
}
