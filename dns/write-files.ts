import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { readTextFile, writeTextFile } from '#files';

/**
 * Writes the file, unless it has that content already: a reader finds the old content or the new, never a part.
 * Answers whether it was written.
 */
export async function writeIfChanged(dir: string, name: string, content: string): Promise<boolean> {
  await mkdir(dir, { recursive: true });
  const path = join(dir, name);
  // Whatever else stands there is replaced.
  if ((await readTextFile(path).catch(() => undefined)) === content) return false;

  const temporary = join(dir, `.${name}.${randomUUID()}`);
  try {
    // The name server and the collector of another user read it.
    await writeTextFile(temporary, content, { flags: 'wx', mode: 0o644 });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return true;
}
