import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import { type Plugin, build } from 'vite';
import { describe, expect, it } from 'vitest';

import { bundleBudget } from './bundle-budget.js';

const ENTRY = 'virtual-entry';
const STYLES = 'virtual-styles.css';

describe('bundleBudget', () => {
  const noise = (): string => randomBytes(2_000).toString('hex');

  it.each([
    ['JavaScript', { text: noise(), styles: '' }, /javaScript of the page .* the budget is 1000/],
    ['styles', { text: '', styles: `a { content: '${noise()}' }` }, /css of the page .* the budget is 1000/],
  ])('fails the build when the %s outgrow it', async (_, page, message) => {
    await expect(buildWith(page)).rejects.toThrow(message);
  });

  it('counts bytes after compression', async () => {
    const text = 'a'.repeat(5_000);
    await expect(buildWith({ text, styles: `a { content: '${text}' }` })).resolves.toBeDefined();
  });
});

/** Builds a page of one string and one rule, in memory. */
function buildWith({ text, styles }: { text: string; styles: string }): Promise<unknown> {
  const page: Plugin = {
    name: 'page',
    resolveId: (id) => (id === ENTRY || id === STYLES ? id : null),
    load: (id) => {
      if (id === STYLES) return styles;
      return id === ENTRY ? `import '${STYLES}'; globalThis.text = ${JSON.stringify(text)};` : null;
    },
  };
  return build({
    root: fileURLToPath(new URL('.', import.meta.url)),
    configFile: false,
    logLevel: 'silent',
    build: { write: false, rolldownOptions: { input: ENTRY } },
    plugins: [page, bundleBudget({ javaScript: 1_000, css: 1_000 })],
  });
}
