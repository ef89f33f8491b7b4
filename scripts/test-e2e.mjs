/**
 * `npm run test:e2e`: the end-to-end tests, side by side. It builds first what changed: the test of `npm start` would do so while
 * others open the page.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build } from './lib/build.mjs';
import { runLanes } from './lib/e2e-lanes.mjs';
import { main } from './lib/project.mjs';

await main(async () => {
  await build();
  const folder = mkdtempSync(join(tmpdir(), 'havedane-results-'));
  try {
    const found = await runLanes(folder, process.argv.slice(2));
    return found?.code ?? 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
});
