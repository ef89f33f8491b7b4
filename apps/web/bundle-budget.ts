import { gzipSync } from 'node:zlib';

import type { Plugin, Rolldown } from 'vite';

/** For all files of that kind of one page together, in bytes after compression. */
interface Budget {
  readonly javaScript: number;
  readonly css: number;
}

/** What a browser would fetch, in bytes, when every file is compressed on its own. */
export function gzippedBytes(sources: readonly string[]): number {
  return sources.reduce((sum, source) => sum + gzipSync(source).length, 0);
}

/** Fails the build when a page outgrows its budget, so that growth is a decision and not an accident. */
export function bundleBudget(budget: Budget): Plugin {
  return {
    name: 'bundle-budget',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      for (const entry of chunks.filter(({ isEntry }) => isEntry)) {
        const needed = neededBy(entry, chunks);
        const styles = new Set(needed.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]));
        const css = [...styles].map((name) => {
          const file = bundle[name];
          return file?.type === 'asset' ? String(file.source) : '';
        });
        const sizes = { javaScript: gzippedBytes(needed.map(({ code }) => code)), css: gzippedBytes(css) };
        for (const kind of ['javaScript', 'css'] as const) {
          const [bytes, most] = [sizes[kind], budget[kind]];
          if (bytes > most)
            this.error(
              `The ${kind} of the page ${entry.name} is ${bytes} bytes gzipped; the budget is ${most}.`,
            );
          this.info(`${kind} of ${entry.name}: ${bytes} of ${most} bytes gzipped`);
        }
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
