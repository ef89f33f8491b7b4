/** Files that are whole after a crash and after a power cut: the one before, or the new one. */
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The directory must be there. For its owner alone: what is written may tell how a server is run. */
export async function replaceDurably(path: string, content: string): Promise<void> {
  // One writer at a time, which the lock sees to; what is left of one that was killed is overwritten.
  const temporary = `${path}.new`;
  await writeSynced(temporary, content, 'w');
  await rename(temporary, path);
  await syncDirectory(dirname(path));
}

/** For its owner alone. Its name outlives a power cut when the directory is synced. */
export async function writeSynced(path: string, content: string, flags: 'w' | 'wx'): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
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
