/** Once for a run of the integration tests: builds what they start as processes, and makes one set of certificates. */
import { rm } from 'node:fs/promises';

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
  const { makeCertificates } = (await import(/* @vite-ignore */ CERTIFICATES)) as {
    makeCertificates: () => Promise<string>;
  };
  const certsDir = await makeCertificates();
  run.provide('certsDir', certsDir);
  return () => rm(certsDir, { recursive: true, force: true });
}
