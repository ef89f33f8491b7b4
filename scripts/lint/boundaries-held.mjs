/** Shows that Oxlint, with what oxlint.config.mjs adds to the rules, refuses an import or global where it has to, and only there. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import configuration, { exceptDecorated } from '../../oxlint.config.mjs';
import { run } from '../lib/run.mjs';
import { ALLOWED, ALLOWED_ELSEWHERE, FORBIDDEN } from './boundary-cases.mjs';

/** Only these say what stands where; the other rules would find fault with code that is as short as this. */
const RULES = [...new Set(FORBIDDEN.map(([rule]) => rule))];

/** Lints each piece of code as if it stood at its path. @returns {Promise<string>} a line for each that is judged wrongly */
export async function unheldBoundaries(root, [oxlint]) {
  const folder = mkdtempSync(join(tmpdir(), 'havedane-boundaries-'));
  try {
    const cases = [...FORBIDDEN, ...[...ALLOWED, ...ALLOWED_ELSEWHERE].map((row) => [undefined, ...row])];
    for (const [index, [, path, code]] of cases.entries()) {
      const file = join(folder, String(index), path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${code}\n`);
    }
    const config = join(folder, 'config.json');
    writeFileSync(config, JSON.stringify(configurationBelow(root, folder)));
    const command = [process.execPath, join(root, oxlint), '-c', config, '-f', 'unix', '.'];
    const { output } = await run(command, { cwd: folder });
    return misjudged(cases, output).join('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** For cases that each have a folder to themselves. */
function configurationBelow(root, folder) {
  const { plugins, categories, jsPlugins, overrides } = configuration;
  const below = (globs = []) => globs.map((glob) => `*/${glob}`);
  const moved = overrides.map(({ files, excludeFiles, rules }) => ({
    files: below(files),
    excludeFiles: below(excludeFiles),
    rules: Object.fromEntries(Object.entries(rules).filter(([name]) => RULES.includes(name))),
  }));
  return {
    plugins,
    categories,
    jsPlugins: jsPlugins.map((path) => join(root, path)),
    overrides: [...moved, exceptDecorated(folder)],
  };
}

function misjudged(cases, output) {
  const lines = output.split('\n');
  return cases.flatMap(([rule, path, code], index) => {
    const found = lines.filter((line) => line.startsWith(`${index}/${path}:`));
    if (rule === undefined) return found.map((line) => `refused: ${line}\n${code}`);
    const name = rule.split('/').at(-1);
    return found.some((line) => line.includes(`(${name})`))
      ? []
      : [`${rule} does not refuse in ${path}: ${code}`];
  });
}
