/** Runs a project of Vitest, and reads what it found. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { ROOT } from './project.mjs';
import { runLabelled } from './run.mjs';

const LINES_OF_MESSAGE = 12;

/**
 * @param {string} project
 * @param {string} folder where its results are put
 * @param {{ label?: string, prefix?: readonly string[], args?: readonly string[] }} options `label`: in front of each line;
 *   `prefix`: the command that runs it
 * @returns what its JSON says, with its exit code and what failed; undefined when it ended without it
 */
export async function runVitest(project, folder, { label = project, prefix = [], args = [] } = {}) {
  const results = join(folder, `${label}.json`);
  const vitest = [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', '--project', `${project}*`];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const code = await runLabelled(label, [...prefix, ...vitest, ...reporters, ...args]);
  const found = readResults(results);
  if (found === undefined) return undefined;
  const failures = failuresOf(found);
  if (failures.length === 0 && code !== 0)
    failures.push(`${label}: an error outside of all tests, see above`);
  return { ...found, code, failures };
}

/** A text for each test that failed and for each file that could not be loaded: where, what, and how the message begins. */
export function failuresOf({ testResults }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(ROOT, name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0 && status === 'failed') return [textOf(file, message)];
    return failed.map((test) => textOf(`${file} > ${test.fullName}`, test.failureMessages.join('\n')));
  });
}

function textOf(where, message) {
  return [where, ...message.split('\n').slice(0, LINES_OF_MESSAGE)].join('\n    ');
}

export function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
