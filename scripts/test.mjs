/**
 * `npm test`: build, lint, types, the three tiers of tests and the fast part of the attacks. The end-to-end tests wait for other
 * programs much of the time, and so do the integration tests, which run beside them; what never waits begins when one of the two
 * has ended. What fails hides nothing that comes after it: every step runs that can, and the last line counts them all, each step
 * before the tests as one.
 * As root on Debian it installs the programs that tests run; elsewhere it says which tier could not run and why.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build } from './lib/build.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { runLanes } from './lib/e2e-lanes.mjs';
import { main } from './lib/project.mjs';
import { mustRun, runLabelled } from './lib/run.mjs';
import { say, seconds, step } from './lib/steps.mjs';
import { provideSystemPackages } from './lib/system-packages.mjs';
import { TestRun } from './lib/test-run.mjs';
import { readResults, runVitest } from './lib/vitest.mjs';

await main(async () => {
  const start = performance.now();
  await installDependencies();
  const obstacles = await provideSystemPackages();
  const all = new TestRun();
  const isBuilt = await all.step('build', () => build());
  const folder = mkdtempSync(join(tmpdir(), 'havedane-results-'));
  /** Of programs of dist/. */
  const tier = async (name, work) => {
    if (name in obstacles) return;
    if (isBuilt) await all.tier(name, work);
    else all.notRun(name, 'the build failed');
  };
  const endToEnd = async () => {
    await tier('e2e', () => runLanes(folder));
    await tier('attack', () => runAttacks(join(folder, 'attack.json'), obstacles));
  };
  const integration = () => tier('integration', () => runVitest('integration', folder));
  const whatNeverWaits = async () => {
    await all.tier('unit', () => runVitest('unit', folder));
    await all.step('types', () => step('types', () => script('typecheck')));
    await all.step('lint', () => step('lint', () => script('lint')));
  };
  try {
    const waiting = [endToEnd(), integration()];
    // Together they leave no processor idle; one of them alone does.
    await Promise.race(waiting);
    await Promise.all([...waiting, whatNeverWaits()]);
  } finally {
    rmSync(folder, { recursive: true });
  }

  say('');
  for (const line of all.summary()) say(line);
  for (const [tier, why] of Object.entries(obstacles)) say(`The ${tier} tests did not run: ${why}.`);
  if (all.skipped > 0) say(`${all.skipped} skipped`);
  say(`${all.failed === 0 ? '✓ all' : '✗ some failed,'} ${seconds(performance.now() - start)}`);
  say(`${all.rows} rows ran: a table of several counts once`);
  say(`${all.passed} passed, ${all.failed} failed`);
  return all.failed === 0 ? 0 : 1;
});

async function script(name) {
  await mustRun(['npm', 'run', '-s', name]);
}

/** As runVitest gives it. Where they cannot run at all, `obstacles` gets the reason. */
async function runAttacks(results, obstacles) {
  const program = [process.execPath, '--enable-source-maps', 'build/test/attack/main.js'];
  const code = await runLabelled('attack', [...program, '--fast', '--results', results]);
  const found = readResults(results);
  if (found === undefined) return undefined;
  if (found.obstacle !== undefined) obstacles.attack = found.obstacle;
  const { passed, failures } = found;
  return { passed, failed: failures.length, skipped: 0, rows: passed + failures.length, code, failures };
}
