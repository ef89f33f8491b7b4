import { gzipSync } from 'node:zlib';

import type { Plugin } from 'vite';

interface Budget {
  /** For all JavaScript of the page together. */
  readonly maxGzippedBytes: number;
}

/** What a browser would fetch, in bytes, when every file is compressed on its own. */
export function gzippedBytes(sources: readonly string[]): number {
  return sources.reduce((sum, source) => sum + gzipSync(source).length, 0);
}

/** Fails the build when the page's JavaScript outgrows its budget, so that growth is a decision and not an accident. */
export function bundleBudget({ maxGzippedBytes }: Budget): Plugin {
  return {
    name: 'bundle-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const code = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [file.code] : []));
      const bytes = gzippedBytes(code);
      if (bytes > maxGzippedBytes) {
        this.error(`The page's JavaScript is ${bytes} bytes gzipped; the budget is ${maxGzippedBytes}.`);
      }
      this.info(`JavaScript: ${bytes} of ${maxGzippedBytes} bytes gzipped`);
    },
  };
}
