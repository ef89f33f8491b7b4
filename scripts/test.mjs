/**
 * `npm test`: lint, types, build, then the three tiers of tests. Stops at the first step that fails, with its name.
 * As root on Debian it installs the programs that tests run; elsewhere it says which tier could not run and why.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build } from './lib/build.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { Failure, main } from './lib/project.mjs';
import { mustRun, run } from './lib/run.mjs';
import { say, seconds, step } from './lib/steps.mjs';
import { provideSystemPackages } from './lib/system-packages.mjs';

const TIERS = ['unit', 'integration', 'e2e'];
const counts = { passed: 0, failed: 0, skipped: 0 };

await main(async () => {
  const start = performance.now();
  await installDependencies();
  const obstacles = await provideSystemPackages();
  await step('lint', () => quietly('lint'));
  await step('types', () => quietly('typecheck'));
  await build();
  const failed = await runTiers(TIERS.filter((tier) => !(tier in obstacles)));

  say('');
  for (const [tier, why] of Object.entries(obstacles)) say(`The ${tier} tests did not run: ${why}.`);
  if (counts.skipped > 0) say(`${counts.skipped} skipped`);
  say(failed === undefined ? `✓ all ${seconds(performance.now() - start)}` : `✗ ${failed} tests failed`);
  say(`${counts.passed} passed, ${counts.failed} failed`);
  return failed === undefined ? 0 : 1;
});

async function quietly(script) {
  await mustRun(['npm', 'run', '-s', script]);
}

/** Runs the tiers in order and gives the name of the first that fails. */
async function runTiers(tiers) {
  const folder = mkdtempSync(join(tmpdir(), 'havedane-results-'));
  try {
    for (const tier of tiers) {
      say(`\n── ${tier} tests`);
      if (!(await passes(tier, join(folder, `${tier}.json`)))) return tier;
    }
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function passes(tier, results) {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', tier];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const { code } = await run([process.execPath, ...vitest, ...reporters], { show: true });
  count(tier, results);
  return code === 0;
}

function count(tier, results) {
  const found = readResults(results);
  if (found === undefined) throw new Failure(`the ${tier} tests ended without results`);
  counts.passed += found.numPassedTests;
  // A file that cannot even be loaded has no tests to count.
  counts.failed += Math.max(found.numFailedTests, found.success ? 0 : 1);
  counts.skipped += found.numPendingTests + found.numTodoTests;
}

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
