/**
 * `npm test`: lint, types, build, then the three tiers of tests and the fast part of the attacks. What fails hides nothing that comes after it: every step
 * runs that can, and the last line counts them all, each step before the tests as one.
 * As root on Debian it installs the programs that tests run; elsewhere it says which tier could not run and why.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build } from './lib/build.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { runLanes } from './lib/e2e-lanes.mjs';
import { main } from './lib/project.mjs';
import { mustRun, run } from './lib/run.mjs';
import { say, seconds, step } from './lib/steps.mjs';
import { provideSystemPackages } from './lib/system-packages.mjs';
import { TestRun } from './lib/test-run.mjs';

const TIERS = ['unit', 'integration', 'e2e'];
/** These start programs of dist/. */
const NEED_BUILD = ['integration', 'e2e'];

await main(async () => {
  const start = performance.now();
  await installDependencies();
  const obstacles = await provideSystemPackages();
  const all = new TestRun();
  await all.step('lint', () => step('lint', () => script('lint')));
  await all.step('types', () => step('types', () => script('typecheck')));
  const isBuilt = await all.step('build', () => build());
  const folder = mkdtempSync(join(tmpdir(), 'havedane-results-'));
  try {
    for (const tier of TIERS.filter((name) => !(name in obstacles))) {
      say(`\n── ${tier} tests`);
      if (!isBuilt && NEED_BUILD.includes(tier)) all.notRun(tier, 'the build failed');
      else if (tier === 'e2e') await all.tier(tier, () => runLanes(folder));
      else await all.tier(tier, () => runTier(tier, join(folder, `${tier}.json`)));
    }
    say('\n── attacks');
    if (!isBuilt) all.notRun('attack', 'the build failed');
    else await all.tier('attack', () => runAttacks(join(folder, 'attack.json'), obstacles));
  } finally {
    rmSync(folder, { recursive: true });
  }

  say('');
  for (const line of all.summary()) say(line);
  for (const [tier, why] of Object.entries(obstacles)) say(`The ${tier} tests did not run: ${why}.`);
  if (all.skipped > 0) say(`${all.skipped} skipped`);
  say(`${all.failed === 0 ? '✓ all' : '✗ some failed,'} ${seconds(performance.now() - start)}`);
  say(`${all.passed} passed, ${all.failed} failed`);
  return all.failed === 0 ? 0 : 1;
});

async function script(name) {
  await mustRun(['npm', 'run', '-s', name]);
}

/** In Vitest's words. Where they cannot run at all, `obstacles` gets the reason. */
async function runAttacks(results, obstacles) {
  const { code } = await run(
    [process.execPath, '--enable-source-maps', 'dist/test/attack/main.js', '--fast', '--results', results],
    { show: true },
  );
  const found = readResults(results);
  if (found === undefined) return undefined;
  if (found.obstacle !== undefined) obstacles.attack = found.obstacle;
  return {
    ...{ numPassedTests: found.passed, numFailedTests: found.failed, numPendingTests: 0, numTodoTests: 0 },
    ...{ success: found.failed === 0, code },
  };
}

/** What Vitest says of it; undefined when it ended before it could. */
async function runTier(tier, results) {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', tier];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const { code } = await run([process.execPath, ...vitest, ...reporters], { show: true });
  const found = readResults(results);
  return found === undefined ? undefined : { ...found, code };
}

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
