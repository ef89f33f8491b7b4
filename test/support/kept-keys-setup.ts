/** Once for a run: the folder of the keys that its tests share. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TestProject } from 'vitest/node';

import type {} from './provided.js';

export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const run = project.vitest.getRootProject();
  if ('keysDir' in run.getProvidedContext()) return undefined;
  const dir = await mkdtemp(join(tmpdir(), 'havedane-keys-'));
  // Some tests run as another user.
  await chmod(dir, 0o777);
  run.provide('keysDir', dir);
  return () => rm(dir, { recursive: true, force: true });
}
