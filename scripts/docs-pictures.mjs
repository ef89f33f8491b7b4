/** `npm run docs:pictures`: the pictures in README.md, as the end-to-end tests of the built page see it. */
import { copyFileSync } from 'node:fs';

import { main } from './lib/project.mjs';
import { mustRun } from './lib/run.mjs';
import { done } from './lib/steps.mjs';

const PICTURES = { 'docs/pass.png': 'enforces', 'docs/failure.png': 'lookups' };

await main(async () => {
  const states = Object.values(PICTURES).join('|');
  const tests = ['test/e2e/page.test.ts', '-t', `each state (${states}) is accessible`];
  await mustRun(['npx', 'vitest', 'run', '--project', 'e2e', ...tests], { env: { PICTURES: '1' } });
  for (const [picture, state] of Object.entries(PICTURES))
    copyFileSync(`test/output/page/${state}-1280-light.png`, picture);
  done(Object.keys(PICTURES).join(' and '));
});
