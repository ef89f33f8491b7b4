/** The reading lists of docs/dev/architecture.md: every file is there, and one before it leads to it. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const page = await readFile(join(root, 'docs/dev/architecture.md'), 'utf8');
const { imports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
  imports: Record<string, { source: string }>;
};
/** By the folder of the lib. */
const aliases = new Map(
  Object.entries(imports).map(([alias, { source }]) => [source.replace(/^\.\/(.*)\/src\/.*$/, '$1'), alias]),
);

/** The indented block after the paragraph that begins so. */
function listAfter(beginning: string): { readonly most: number; readonly files: readonly string[] } {
  const rest = '(?:.|\\n(?!\\n))*';
  const match = new RegExp(`^${beginning}${rest}\\(at most (\\d+)\\)${rest}\\n\\n((?: {4}.*\\n)+)`, 'm').exec(
    page,
  );
  const files = (match?.[2] ?? '').split('\n').map((line) => line.trim());
  return { most: Number(match?.[1]), files: files.filter((line) => line !== '') };
}

/** Paths and aliases. */
async function importsOf(file: string): Promise<ReadonlySet<string>> {
  const text = await readFile(join(root, file), 'utf8');
  const specifiers = [...text.matchAll(/^(?:import|export|\}) .*from '([^']+)';$/gm)].map(
    ([, one = '']) => one,
  );
  return new Set(
    specifiers.flatMap((one) =>
      one.startsWith('.')
        ? ['.ts', '.tsx'].map((extension) => join(dirname(file), one).replace(/\.js$/, extension))
        : [one],
    ),
  );
}

describe('a reading list', () => {
  it.each(['A refused session', 'An observation, from the feed', 'A probe, from HTTP'])(
    '%s…',
    async (beginning) => {
      const { most, files } = listAfter(beginning);
      expect(files.length).toBeGreaterThan(1);
      expect(files.length).toBeLessThanOrEqual(most);

      const imported = new Map<string, ReadonlySet<string>>();
      for (const file of files) imported.set(file, await importsOf(file));
      const leads = (one: string, other: string): boolean =>
        imported.get(one)!.has(other) ||
        imported.get(one)!.has(aliases.get(other.replace(/\/src\/.*$/, '')) ?? '');
      const unreached = files.filter((file, index) => {
        const before = files.slice(0, index);
        return index > 0 && !before.some((one) => leads(one, file) || leads(file, one));
      });
      expect(unreached).toEqual([]);
    },
  );
});
