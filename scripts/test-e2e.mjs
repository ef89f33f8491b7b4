/** `npm run test:e2e`: the end-to-end tests of what is built, side by side. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runLanes } from './lib/e2e-lanes.mjs';
import { main } from './lib/project.mjs';

await main(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'havedane-results-'));
  try {
    const found = await runLanes(folder, process.argv.slice(2));
    return found?.code ?? 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
});
