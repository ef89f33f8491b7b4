/** Runs a project of Vitest, and reads what it found. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { runLabelled } from './run.mjs';

/**
 * @param {string} project
 * @param {string} folder where its results are put
 * @param {{ label?: string, prefix?: readonly string[], args?: readonly string[] }} options `label`: in front of each line;
 *   `prefix`: the command that runs it
 * @returns what its JSON says, with its exit code; undefined when it ended without it
 */
export async function runVitest(project, folder, { label = project, prefix = [], args = [] } = {}) {
  const results = join(folder, `${label}.json`);
  const vitest = [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', '--project', `${project}*`];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const code = await runLabelled(label, [...prefix, ...vitest, ...reporters, ...args]);
  const found = readResults(results);
  return found === undefined ? undefined : { ...found, code };
}

export function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
