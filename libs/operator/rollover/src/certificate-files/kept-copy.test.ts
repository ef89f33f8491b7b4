import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { tempDirOfTest } from '../../../../../test/support/temp-dir.js';
import { RolloverError } from '../rollover-error.js';
import { KeptCopy } from './kept-copy.js';

describe('KeptCopy.write', () => {
  it('says in one line which directory cannot be written, and that nothing was changed', async () => {
    const dir = await tempDirOfTest();
    await writeFile(join(dir, 'file'), '');
    const directory = join(dir, 'file', 'mail.example.org.next');
    const written = new KeptCopy(directory).write({ chain: 'chain', key: null });
    await expect(written).rejects.toThrow(
      new RolloverError(
        `The copy of the next certificate in ${directory} cannot be written: a part of the path is not a directory (ENOTDIR): correct the path; nothing was changed`,
      ),
    );
  });

  it('puts a copy in the place of another one, without its key', async () => {
    const directory = join(await tempDirOfTest(), 'mail.example.org.next');
    await mkdir(`${directory}.unfinished`);
    const copy = new KeptCopy(directory);
    await copy.write({ chain: 'one', key: 'its key' });
    await copy.write({ chain: 'other', key: null });
    expect(await copy.read()).toEqual({ chain: 'other', key: null });
  });
});
