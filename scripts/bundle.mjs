/**
 * The last step of `npm run build:server`: what the compiler wrote to build/ becomes the programs in dist/, each with all that it
 * needs in a few files: a program that opens a thousand modules takes a second of a processor before it begins. What the
 * compiler wrote is bundled, not the source: Nest injects by the metadata of decorators, which only the compiler writes.
 */
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { rolldown } from 'rolldown';

import { Failure, main, ROOT } from './lib/project.mjs';

const BUILD = join(ROOT, 'build');
const DIST = join(ROOT, 'dist');

/** The programs, the threads that they start, and what scripts and tests load of them. */
const ENTRIES = [
  'apps/api/src/main',
  'apps/api/src/probes/engine/probe-worker',
  'apps/api/src/operator/parsing/parser-worker',
  'apps/smtp/src/main',
  'apps/dns/src/main',
  'apps/cli/src/main',
  'libs/core/config/src/index',
  'libs/core/logging/src/format-line',
  'libs/core/scenarios/src/table',
];

/** These have files beside their code. */
const EXTERNAL = ['sqlite3', 'swagger-ui-dist'];

/** The compiler's maps: errors name lines of the source. */
const sourceMaps = {
  name: 'source-maps',
  load: async (id) =>
    id.startsWith(BUILD)
      ? { code: await readFile(id, 'utf8'), map: JSON.parse(await readFile(`${id}.map`, 'utf8')) }
      : null,
};

await main(async () => {
  const bundle = await rolldown({
    cwd: ROOT,
    platform: 'node',
    input: Object.fromEntries(ENTRIES.map((entry) => [entry, join(BUILD, `${entry}.js`)])),
    external: EXTERNAL.map((name) => new RegExp(`^${name}(/|$)`)),
    // What CommonJS has and modules have not.
    transform: { define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' } },
    plugins: [sourceMaps],
    onLog,
  });
  try {
    for (const folder of ['apps', 'chunks', 'libs', 'test', 'certs', 'dns'])
      rmSync(join(DIST, folder), { recursive: true, force: true });
    await bundle.write({
      dir: DIST,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
      keepNames: true,
      sourcemap: true,
    });
  } finally {
    await bundle.close();
  }
  return 0;
});

/** Frameworks try packages that are not there; our own code must find all it names. */
function onLog(level, log) {
  const isOptional = log.code === 'UNRESOLVED_IMPORT' && log.id?.includes('node_modules');
  if (level === 'warn' && !isOptional) throw new Failure(log.message);
}
