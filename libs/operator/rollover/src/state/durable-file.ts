/** Files that are whole after a crash and after a power cut: the one before, or the new one. */
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

import { writeTextFile } from '#files';

/** The directory must be there. For its owner alone: what is written may tell how a server is run. */
export async function replaceDurably(path: string, content: string): Promise<void> {
  // One writer at a time, which the lock sees to; what is left of one that was killed is overwritten.
  const temporary = `${path}.new`;
  await writeTextFile(temporary, content, { flags: 'w' });
  await rename(temporary, path);
  await syncDirectory(dirname(path));
}

/** After it a change of names in the directory outlives a power cut. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
