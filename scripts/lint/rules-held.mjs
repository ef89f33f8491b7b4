/** Shows that Oxlint, with the rules of .oxlintrc.json, refuses for each of them what it has to. */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { run } from '../lib/run.mjs';
import { RULE_CASES } from './rule-cases.mjs';

const CONFIGURATION = '.oxlintrc.json';

/** Lints a file for each rule in a folder of its own. @returns {Promise<string>} a line for each rule that is not held */
export async function unheldRules(root, [oxlint]) {
  const folder = mkdtempSync(join(tmpdir(), 'havedane-lint-'));
  try {
    // Where no exception for tests, scripts or tables is made.
    mkdirSync(join(folder, 'libs'));
    for (const name of [CONFIGURATION, 'tsconfig.json']) copyFileSync(join(root, name), join(folder, name));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const [rule, code] of Object.entries(RULE_CASES)) {
      writeFileSync(join(folder, 'libs', `${rule}.ts`), `${code}\n`);
    }
    const command = [
      process.execPath,
      join(root, oxlint),
      '-c',
      join(folder, CONFIGURATION),
      '-f',
      'unix',
      'libs',
    ];
    const { output } = await run(command, { cwd: folder });
    return [...unproven(root), ...missing(output)].join('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function unproven(root) {
  const { overrides } = JSON.parse(readFileSync(join(root, CONFIGURATION), 'utf8'));
  const rules = overrides
    .flatMap((entry) => Object.keys(entry.rules))
    .map((name) => name.replace(/^.*\//, ''));
  return [...new Set(rules)]
    .filter((name) => !(name in RULE_CASES))
    .map((name) => `no code shows that ${name} holds`);
}

function missing(output) {
  const lines = output.split('\n');
  return Object.keys(RULE_CASES)
    .filter((rule) => !lines.some((line) => line.includes(`${rule}.ts:`) && line.includes(`(${rule})`)))
    .map((rule) => `${rule} is not held`);
}
