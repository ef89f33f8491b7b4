/** What visitors and admins read is plain English: words that the field does not use stay out. */
import { readFile, readdir } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

/** Folders, with all that is below them. */
const READ = ['libs/core/words/src', 'docs/fix'];

/** Instead: fix, again, lookup, immediately, anyone who, can be obtained, shown, hung up, correct, released. */
const BANNED =
  /\b(mend(s|ed|ing)?|anew|look-ups?|at once|whoever|be had|told|tell of|broke off|break off|breaks off|as it should be|let through|lets? through|dislikes?|octets?)\b/i;

describe('what people read', () => {
  it.each(READ)('%s has no banned word', async (folder) => {
    const found: string[] = [];
    let files = 0;
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = `${entry.parentPath}/${entry.name}`;
      if (!entry.isFile() || path.endsWith('.test.ts')) continue;
      files += 1;
      const lines = (await readFile(path, 'utf8')).split('\n');
      found.push(...lines.filter((line) => BANNED.test(line)).map((line) => `${path}: ${line.trim()}`));
    }
    expect(files).toBeGreaterThan(0);
    expect(found).toEqual([]);
  });
});
