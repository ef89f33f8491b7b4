/** Once for a run of the integration tests: builds what they start as processes, and makes one set of certificates. */
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';

import type { TestProject } from 'vitest/node';

import type {} from './provided.js';

/** Loaded by address: scripts have no types, and the other one exists only once it is built. */
const BUILD: string = new URL('../../scripts/lib/build.mjs', import.meta.url).href;
const CERTIFICATES: string = new URL('../../build/test/support/made-certificates.js', import.meta.url).href;

export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const run = project.vitest.getRootProject();
  // Another project of this run had it done.
  if ('certsDir' in run.getProvidedContext()) return undefined;
  const { build } = (await import(/* @vite-ignore */ BUILD)) as {
    build: (options: { quiet: boolean }) => Promise<void>;
  };
  await build({ quiet: true });
  const certsDir = await makeCertificates();
  run.provide('certsDir', certsDir);
  return () => rm(certsDir, { recursive: true, force: true });
}

/** By a process of its own: in this one they are those of the table of the project whose turn comes first. */
async function makeCertificates(): Promise<string> {
  const program = `const made = await import('${CERTIFICATES}'); process.stdout.write(await made.makeCertificates());`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
  return stdout;
}
