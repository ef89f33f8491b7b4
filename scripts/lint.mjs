/**
 * `npm run lint`: Oxlint for the rules of .oxlintrc.json, many of which need types, and ESLint for what may import what.
 * Both are shown each time to refuse what they have to: nobody would notice a rule that no longer does.
 */
import { ESLint } from 'eslint';

import { ALLOWED, ALLOWED_ELSEWHERE, FORBIDDEN } from './lint/boundary-cases.mjs';
import { lintInstances } from './lint/instances.mjs';
import { unheldRules } from './lint/rules-held.mjs';
import { lastLines, run } from './lib/run.mjs';
import { main, ROOT } from './lib/project.mjs';
import { done, say, seconds } from './lib/steps.mjs';

const OXLINT = ['node_modules/oxlint/bin/oxlint'];

await main(async () => {
  const boundaries = new ESLint({ cache: true, cacheLocation: 'node_modules/.cache/eslint/' });
  const outcomes = await Promise.all([
    timed('oxlint', oxlint),
    timed('boundaries', () => lintBoundaries(boundaries)),
    timed('boundaries hold', brokenBoundaries),
    timed('instances', () => lintInstances(ROOT)),
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
  const { code, output } = await run([process.execPath, ...OXLINT]);
  return code === 0 ? '' : lastLines(output, 200);
}

async function lintBoundaries(eslint) {
  const results = await eslint.lintFiles('.');
  const { format } = await eslint.loadFormatter('stylish');
  return (await format(results)).trim();
}

/** Lints code as if it stood at a path. */
async function brokenBoundaries() {
  const eslint = new ESLint();
  const rulesBroken = async (filePath, code) => {
    const [result] = await eslint.lintText(code, { filePath });
    return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
  };
  const faults = [];
  for (const [rule, path, code] of FORBIDDEN) {
    if (!(await rulesBroken(path, code)).includes(rule))
      faults.push(`${rule} does not refuse in ${path}: ${code}`);
  }
  for (const [path, code] of [...ALLOWED, ...ALLOWED_ELSEWHERE]) {
    const broken = await rulesBroken(path, code);
    if (broken.length > 0) faults.push(`${broken.join(', ')} refuses in ${path}: ${code}`);
  }
  return faults.join('\n');
}
