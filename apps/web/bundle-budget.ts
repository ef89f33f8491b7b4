import { gzipSync } from 'node:zlib';

import type { Plugin, Rolldown } from 'vite';

interface Budget {
  /** For all JavaScript of one page together. */
  readonly maxGzippedBytes: number;
}

/** What a browser would fetch, in bytes, when every file is compressed on its own. */
export function gzippedBytes(sources: readonly string[]): number {
  return sources.reduce((sum, source) => sum + gzipSync(source).length, 0);
}

/** Fails the build when the JavaScript of a page outgrows its budget, so that growth is a decision and not an accident. */
export function bundleBudget({ maxGzippedBytes }: Budget): Plugin {
  return {
    name: 'bundle-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      for (const entry of chunks.filter(({ isEntry }) => isEntry)) {
        const bytes = gzippedBytes(neededBy(entry, chunks).map(({ code }) => code));
        if (bytes > maxGzippedBytes) {
          this.error(
            `The JavaScript of the page ${entry.name} is ${bytes} bytes gzipped; the budget is ${maxGzippedBytes}.`,
          );
        }
        this.info(`JavaScript of ${entry.name}: ${bytes} of ${maxGzippedBytes} bytes gzipped`);
      }
    },
  };
}

/** The chunk with all that it imports, now or later. */
function neededBy(
  entry: Rolldown.OutputChunk,
  chunks: readonly Rolldown.OutputChunk[],
): readonly Rolldown.OutputChunk[] {
  const needed = new Set([entry]);
  for (const { imports, dynamicImports } of needed) {
    for (const name of [...imports, ...dynamicImports]) {
      const chunk = chunks.find(({ fileName }) => fileName === name);
      if (chunk !== undefined) needed.add(chunk);
    }
  }
  return [...needed];
}
