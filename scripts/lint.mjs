/**
 * `npm run lint`: Oxlint, with the rules of .oxlintrc.json, many of which need types, and with what oxlint.config.mjs says about what
 * may import what. It is shown each time to refuse what it has to: nobody would notice a rule that no longer does.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { unheldBoundaries } from './lint/boundaries-held.mjs';
import { environmentFor, instanceFaults } from './lint/instances.mjs';
import { unheldRules } from './lint/rules-held.mjs';
import { lastLines, run } from './lib/run.mjs';
import { main, ROOT } from './lib/project.mjs';
import { done, say, seconds } from './lib/steps.mjs';

const OXLINT = ['node_modules/oxlint/bin/oxlint'];
/** tsgolint collects garbage a quarter as often: it takes a tenth less of a processor, and as much memory at its peak. */
const LAZY_COLLECTOR = { GOGC: '400' };

await main(async () => {
  const outcomes = await Promise.all([
    timed('oxlint', oxlint),
    timed('boundaries hold', () => unheldBoundaries(ROOT, OXLINT)),
    timed('rules hold', () => unheldRules(ROOT, OXLINT)),
  ]);
  return outcomes.every((faults) => faults === '') ? 0 : 1;
});

/** Shows what is wrong, if anything. */
async function timed(name, work) {
  const start = performance.now();
  const faults = await work();
  if (faults === '') done(`${name} ${seconds(performance.now() - start)}`);
  else say(`✗ ${name} ${seconds(performance.now() - start)}\n${faults}`);
  return faults;
}

async function oxlint() {
  const folder = mkdtempSync(join(tmpdir(), 'havedane-instances-'));
  try {
    const results = join(folder, 'results.json');
    const command = [process.execPath, ...OXLINT, '-c', 'oxlint.config.mjs'];
    const { code, output } = await run(command, { env: { ...environmentFor(results), ...LAZY_COLLECTOR } });
    return code === 0 ? instanceFaults(results) : lastLines(output, 200);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
