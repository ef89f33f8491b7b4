/** What visitors and admins read is plain English: words that the field does not use stay out. */
import { readFile, readdir } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { BANNED } from '../support/banned-words.js';

/** Folders, with all that is below them. */
const READ = [
  'libs/core/words/src',
  'libs/protocol/probe/src/findings',
  'libs/core/contracts/src',
  'docs/fix',
  'apps/web/src',
  'apps/api/src/page',
];
const FILES = [
  'apps/smtp/src/receiver/replies.ts',
  'libs/protocol/text/src/details.ts',
  'libs/protocol/probe/src/phrases.ts',
];
/** Of those who use the product; what is for contributors (docs/dev), such as measurements, has words of its own. */
const DOCUMENTS = [
  'README.md',
  'SECURITY.md',
  '.env.example',
  ...(await readdir('docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
];

async function bannedLines(path: string): Promise<string[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  return lines.filter((line) => BANNED.test(line)).map((line) => `${path}: ${line.trim()}`);
}

describe('what people read', () => {
  it.each(READ)('%s has no banned word', async (folder) => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
      .map((entry) => `${entry.parentPath}/${entry.name}`);
    expect(files.length).toBeGreaterThan(0);
    expect((await Promise.all(files.map(bannedLines))).flat()).toEqual([]);
  });

  it.each([...FILES, ...DOCUMENTS])('%s has none', async (file) => {
    expect(await bannedLines(file)).toEqual([]);
  });

  it('no document calls the command line in a way that works in a checkout alone', async () => {
    const texts = await Promise.all(DOCUMENTS.map((file) => readFile(file, 'utf8')));
    expect(texts.filter((text) => text.includes('npx havedane'))).toEqual([]);
  });
});

describe('README.md', () => {
  it('has at most 600 words, and a picture of a failure and of a pass', async () => {
    const text = await readFile('README.md', 'utf8');
    expect(text.trim().split(/\s+/).length).toBeLessThanOrEqual(600);
    expect([...text.matchAll(/!\[.+\]\((.+\.png)\)/g)].map(([, path]) => path)).toEqual([
      'docs/failure.png',
      'docs/pass.png',
    ]);
  });
});
