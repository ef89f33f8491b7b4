import { open } from 'node:fs/promises';

export interface WriteTextOptions {
  /** `wx` makes the file and fails where there is one. */
  readonly flags: 'w' | 'wx';
  /** For its owner alone unless given. Whatever the umask is. */
  readonly mode?: number;
}

/**
 * Writes the file and waits until the disk has it; its name outlives a power cut when the directory is synced too.
 *
 * @throws the error of the system, which names the file: Node leaves that out of what fails after the opening
 */
export async function writeTextFile(
  path: string,
  text: string,
  { flags, mode }: WriteTextOptions,
): Promise<void> {
  try {
    const file = await open(path, flags, 0o600);
    try {
      await file.writeFile(text);
      if (mode !== undefined) await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { path }) : error;
  }
}
