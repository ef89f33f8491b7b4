/**
 * Runs a TypeScript module in this process, without compiling the project: `node run-typescript.mjs FILE [ARG…]`.
 * For tests that need a second process which they can kill.
 */
import { resolve } from 'node:path';

import { runnerImport } from 'vite';

const [file] = process.argv.splice(2, 1);
await runnerImport(resolve(file), {
  configFile: false,
  logLevel: 'error',
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
});
