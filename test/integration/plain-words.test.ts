/** What visitors and admins read is plain English: words that the field does not use stay out. */
import { readFile, readdir } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

/** Folders, with all that is below them. */
const READ = [
  'libs/core/words/src',
  'libs/protocol/probe/src/findings',
  'docs/fix',
  'apps/web/src',
  'apps/api/src/page',
];
const REPLIES = 'apps/smtp/src/receiver/replies.ts';

/** Instead: fix, again, lookup, immediately, anyone who, can be obtained, shown, hung up, correct, released. */
const BANNED =
  /\b(mend(s|ed|ing)?|anew|look-ups?|at once|whoever|be had|told|tell of|broke off|break off|breaks off|as it should be|let through|lets? through|dislikes?|octets?)\b/i;

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

  it('no SMTP reply has one', async () => {
    expect(await bannedLines(REPLIES)).toEqual([]);
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
