import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { tempDirOfTest } from '../../../../../test/support/temp-dir.js';
import { putInPlace, stageFile } from './replace-file.js';

/** A key and a certificate, both with their next content beside them. */
async function stagedPair() {
  const directory = await tempDirOfTest();
  const paths = ['key.pem', 'cert.pem'].map((name) => join(directory, name));
  const files = [];
  for (const path of paths) {
    await writeFile(path, 'before');
    files.push(await stageFile({ path, before: 'before', after: 'after' }));
  }
  const content = async (prefix: string, suffix: string) =>
    Promise.all(
      ['key.pem', 'cert.pem'].map((name) => readFile(join(directory, prefix + name + suffix), 'utf8')),
    );
  return { directory, files, content };
}

describe('putInPlace', () => {
  it('replaces all, and keeps what was there', async () => {
    const { files, content } = await stagedPair();
    await putInPlace(files);
    expect(await content('', '')).toEqual(['after', 'after']);
    expect(await content('.', '.havedane-previous')).toEqual(['before', 'before']);
  });

  it.each(['key.pem', 'cert.pem'])(
    'replaces nothing where %s was changed since it was read',
    async (name) => {
      const { directory, files, content } = await stagedPair();
      await writeFile(join(directory, name), 'by another program');
      await expect(putInPlace(files)).rejects.toThrow(`${name} was changed by another program`);
      expect((await content('', '')).sort()).toEqual(['before', 'by another program']);
      expect((await readdir(directory)).filter((one) => one.endsWith('previous'))).toEqual([]);
    },
  );
});
