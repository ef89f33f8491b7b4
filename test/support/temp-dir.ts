import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

/** A new empty directory, removed when the test that asked for it is over. */
export async function tempDirOfTest(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'havedane-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}
