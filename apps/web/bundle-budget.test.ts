import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import { type Plugin, build } from 'vite';
import { describe, expect, it } from 'vitest';

import { bundleBudget } from './bundle-budget.js';

const ENTRY = 'virtual-entry';

describe('bundleBudget', () => {
  it('fails the build above the budget', async () => {
    await expect(buildWith(1_000, randomBytes(2_000).toString('base64'))).rejects.toThrow(
      /the budget is 1000/,
    );
  });

  it('counts bytes after compression', async () => {
    await expect(buildWith(1_000, 'a'.repeat(5_000))).resolves.toBeDefined();
  });
});

/** Builds a page of one string, in memory. */
function buildWith(maxGzippedBytes: number, text: string): Promise<unknown> {
  const entry: Plugin = {
    name: 'entry',
    resolveId: (id) => (id === ENTRY ? id : null),
    load: (id) => (id === ENTRY ? `globalThis.text = ${JSON.stringify(text)};` : null),
  };
  return build({
    root: fileURLToPath(new URL('.', import.meta.url)),
    configFile: false,
    logLevel: 'silent',
    build: { write: false, rolldownOptions: { input: ENTRY } },
    plugins: [entry, bundleBudget({ maxGzippedBytes })],
  });
}
