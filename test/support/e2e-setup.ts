/** Once for a run of the end-to-end tests: who keeps the lab that they share. */
import process from 'node:process';
import { inspect } from 'node:util';

import type { TestProject } from 'vitest/node';

import { LabKeeper } from './lab-keeper.js';
import type {} from './provided.js';

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const keeper = await LabKeeper.start();
  project.provide('labKeeper', keeper.url);
  return async () => {
    try {
      await keeper.stop();
    } catch (error) {
      // Vitest would write it down and succeed.
      process.stderr.write(`${inspect(error)}\n`);
      process.exitCode = 1;
    }
  };
}
