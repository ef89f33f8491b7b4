import { fileURLToPath } from 'node:url';

import { type Plugin, defaultClientConditions, defineConfig } from 'vite';

import { bundleBudget } from './bundle-budget.js';
import { pageDocuments } from './page-documents.js';

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
    // One language is loaded at run time, and it has no styles.
    modulePreload: false,
    rolldownOptions: {
      // Knowledge has no side effects: what the page does not use of a lib, such as the table of scenarios, stays out.
      treeshake: { moduleSideEffects: [{ test: /libs\/core\//, sideEffects: false }] },
      input: ['index.html', 'probe.html', 'reader.html'].map(fromHere),
    },
  },
  plugins: [pageDocuments(), bundleBudget({ javaScript: 45 * 1024, css: 8 * 1024 }), probePaths()],
  server: {
    proxy: { '^/(api|healthz|scenarios|help|about|check/.*/)': API, '/socket.io': { target: API, ws: true } },
  },
});
