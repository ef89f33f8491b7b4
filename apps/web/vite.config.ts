import { fileURLToPath } from 'node:url';

import { type Plugin, defaultClientConditions, defineConfig } from 'vite';

import { bundleBudget } from './bundle-budget.js';

const API = 'http://127.0.0.1:8080';

/** Where each document stands, below this folder. */
const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** In development; on a server, Caddy or the API sees to it. */
function probePaths(): Plugin {
  return {
    name: 'probe-paths',
    configureServer({ middlewares }) {
      middlewares.use((request, _response, next) => {
        if (/^\/probe([/?]|$)/.test(request.url ?? '')) request.url = '/probe.html';
        next();
      });
    },
  };
}

export default defineConfig({
  // `source` makes the `#lib` aliases of package.json resolve to TypeScript, as everywhere else.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: fromHere('../../dist/web'),
    emptyOutDir: true,
    // The content security policy allows images from data: URLs but neither fonts nor scripts: keep assets as files.
    assetsInlineLimit: 0,
    sourcemap: false,
    rolldownOptions: { input: [fromHere('index.html'), fromHere('probe.html')] },
  },
  plugins: [bundleBudget({ maxGzippedBytes: 45 * 1024 }), probePaths()],
  server: {
    proxy: { '/api': API, '/healthz': API, '/socket.io': { target: API, ws: true } },
  },
});
