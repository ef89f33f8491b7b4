import { fileURLToPath } from 'node:url';

import { defaultClientConditions, defineConfig } from 'vite';

import { bundleBudget } from './bundle-budget.js';

const API = 'http://127.0.0.1:8080';

export default defineConfig({
  // `source` makes the `#lib` aliases of package.json resolve to TypeScript, as everywhere else.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: fileURLToPath(new URL('../../dist/web', import.meta.url)),
    emptyOutDir: true,
    // The content security policy allows images from data: URLs but neither fonts nor scripts: keep assets as files.
    assetsInlineLimit: 0,
    sourcemap: false,
  },
  plugins: [bundleBudget({ maxGzippedBytes: 40 * 1024 })],
  server: {
    proxy: { '/api': API, '/healthz': API, '/socket.io': { target: API, ws: true } },
  },
});
