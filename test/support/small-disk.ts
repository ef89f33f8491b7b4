/** A disk of a few megabytes that can be filled: it takes root, and is a mount of its own that nothing else uses. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface SmallDisk {
  readonly path: string;
  /** Takes every octet that is left, or all but so many. */
  fill(rest?: { readonly leaving: number }): Promise<void>;
  free(): Promise<void>;
  close(): Promise<void>;
}

/** Null where mounting is not allowed. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk | null> {
  const path = await mkdtemp(join(tmpdir(), 'havedane-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'havedane-test', path]);
  } catch {
    await rm(path, { recursive: true, force: true });
    return null;
  }
  const filler = join(path, 'filler');
  return {
    path,
    fill: async ({ leaving } = { leaving: 0 }) => {
      const error = await writeFile(filler, Buffer.alloc((megabytes + 1) * 1024 * 1024)).catch(
        (thrown: unknown) => thrown,
      );
      if ((error as NodeJS.ErrnoException | undefined)?.code !== 'ENOSPC') {
        throw new Error('the disk is not full', { cause: error });
      }
      if (leaving > 0) await truncate(filler, (await stat(filler)).size - leaving);
    },
    free: () => rm(filler),
    close: async () => {
      await run('umount', ['-l', path]);
      await rm(path, { recursive: true, force: true });
    },
  };
}
