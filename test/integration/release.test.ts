/** What a release is made of. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { expect, it } from 'vitest';

const run = (...args: string[]) => promisify(execFile)(process.execPath, args);

it('the Compose file of a release pulls every image and builds none', async () => {
  const { stdout } = await run('scripts/release-compose.mjs', 'ghcr.io/owner', '1.2.0');
  const images = [...stdout.matchAll(/^ +image: (.+)$/gm)].map(([, image]) => image);
  expect(images.toSorted()).toEqual(
    ['app', 'caddy', 'dns', 'lab', 'resolver'].map(
      (name) => `ghcr.io/owner/havedane-${name}:\${HAVEDANE_TAG:-1.2.0}`,
    ),
  );
  expect(stdout).not.toMatch(/^ +build:/m);
});

it('the notes of a release are those of its version, and of no other', async () => {
  const { stdout } = await run('scripts/release-notes.mjs', 'Unreleased');
  expect(stdout).toMatch(/^### Added/);
  expect(stdout).not.toMatch(/^## /m);
  await expect(run('scripts/release-notes.mjs', '99.0.0')).rejects.toThrow(/has no section \[99\.0\.0\]/);
});
