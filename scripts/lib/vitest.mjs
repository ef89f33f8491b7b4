/** Runs a project of Vitest, and counts what it found: a table is one test, however many rows it has. */
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
 * @returns {Promise<undefined | { passed: number, failed: number, skipped: number, rows: number, code: number, failures: string[] }>}
 *   `rows`: the tests and rows of tables that ran; undefined when it ended without results
 */
export async function runVitest(project, folder, { label = project, prefix = [], args = [] } = {}) {
  const results = join(folder, `${label}.json`);
  const vitest = [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', '--project', `${project}*`];
  const reporters = [
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${results}`],
    '--includeTaskLocation',
  ];
  const code = await runLabelled(label, [...prefix, ...vitest, ...reporters, ...args]);
  const found = readResults(results);
  if (found === undefined) return undefined;
  const failures = failuresOf(found);
  if (failures.length === 0 && code !== 0)
    failures.push(`${label}: an error outside of all tests, see above`);
  return { ...countsOf(found), code, failures };
}

/** The rows of a table, of a loop too, come from one place of a file. With a row that fails, the test has failed. */
export function countsOf({ testResults }) {
  const counts = { passed: 0, failed: 0, skipped: 0, rows: 0 };
  for (const { assertionResults } of testResults) {
    const places = new Map();
    for (const { location, status } of assertionResults) {
      const place = `${location.line}:${location.column}`;
      places.set(place, [...(places.get(place) ?? []), status]);
    }
    for (const rows of places.values()) {
      const ran = rows.filter((status) => status === 'passed' || status === 'failed');
      counts.rows += ran.length;
      if (ran.includes('failed')) counts.failed += 1;
      else if (ran.length > 0) counts.passed += 1;
      else counts.skipped += 1;
    }
  }
  return counts;
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
