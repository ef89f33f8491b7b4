import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

/**
 * Writes the file, unless it has that content already: a reader finds the old content or the new, never a part.
 * Answers whether it was written.
 */
export async function writeIfChanged(dir: string, name: string, content: string): Promise<boolean> {
  await mkdir(dir, { recursive: true });
  const path = join(dir, name);
  if ((await readFile(path, 'utf8').catch(() => undefined)) === content) return false;

  const temporary = join(dir, `.${name}.${randomUUID()}`);
  try {
    await writeFile(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return true;
}
