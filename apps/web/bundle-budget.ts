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

/** What a browser loads one of: a page in one language. */
const LANGUAGE = /\/languages\/[a-z]+\.ts$/;

/** The chunk with all that it imports, now or later; of the languages, the largest. */
function neededBy(
  entry: Rolldown.OutputChunk,
  chunks: readonly Rolldown.OutputChunk[],
): readonly Rolldown.OutputChunk[] {
  const languages = entry.dynamicImports.filter((name) => isLanguage(chunkOf(name, chunks)));
  const always = reachedFrom([entry], chunks, new Set(languages));
  const largest = languages
    .map((name) => reachedFrom([entry, ...chunkOf(name, chunks)], chunks, new Set(languages)))
    .sort((a, b) => gzippedBytes(b.map(({ code }) => code)) - gzippedBytes(a.map(({ code }) => code)));
  return largest[0] ?? always;
}

function chunkOf(name: string, chunks: readonly Rolldown.OutputChunk[]): readonly Rolldown.OutputChunk[] {
  return chunks.filter(({ fileName }) => fileName === name);
}

function isLanguage(found: readonly Rolldown.OutputChunk[]): boolean {
  return found.some(({ facadeModuleId }) => facadeModuleId !== null && LANGUAGE.test(facadeModuleId));
}

/** @param except files that are not followed */
function reachedFrom(
  starts: readonly Rolldown.OutputChunk[],
  chunks: readonly Rolldown.OutputChunk[],
  except: ReadonlySet<string>,
): readonly Rolldown.OutputChunk[] {
  const reached = new Set(starts);
  for (const { imports, dynamicImports } of reached) {
    for (const name of [...imports, ...dynamicImports].filter((each) => !except.has(each))) {
      for (const chunk of chunkOf(name, chunks)) reached.add(chunk);
    }
  }
  return [...reached];
}
