/** `npm run docs:pictures`: the pictures of README.md and docs/test.md, as the end-to-end tests of the built page see it. */
import { copyFileSync } from 'node:fs';

import { main } from './lib/project.mjs';
import { mustRun } from './lib/run.mjs';
import { done } from './lib/steps.mjs';

const PICTURES = {
  'docs/start.png': 'waiting-1280-light',
  'docs/pass.png': 'enforces-1280-light',
  'docs/failure.png': 'lookups-1280-light',
  'docs/phone.png': 'result-390',
  'docs/print.png': 'result-print',
};

await main(async () => {
  const tests = [
    'test/e2e/page.test.ts',
    '-t',
    'each state (waiting|enforces|lookups) is accessible|has a short result',
  ];
  await mustRun(['npx', 'vitest', 'run', '--project', 'e2e', ...tests], { env: { PICTURES: '1' } });
  for (const [picture, state] of Object.entries(PICTURES))
    copyFileSync(`test/output/page/${state}.png`, picture);
  done(Object.keys(PICTURES).join(', '));
});
