/**
 * Stands in for the key generator of #dane in the integration tests. An RSA key takes a third of a second of a processor, and
 * a set of certificates has many: the first key of each file is the same, the second as well, and so on, and each is made once for
 * a run. No two are the same within a file. What the product itself makes is tested beside its source and where it runs as a
 * process.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pid } from 'node:process';

import { inject } from 'vitest';

// oxlint-disable-next-line no-restricted-imports -- what it stands in for
import {
  createPrivateKey as createNew,
  type KeyRequest,
} from '../../libs/protocol/dane/src/certificates/private-key.js';
import type {} from './provided.js';

export type { KeyRequest };

/** How many the file has had. */
let count = 0;

/** Before each file. */
export function startWithFirstKey(): void {
  count = 0;
}

export async function createPrivateKey(request: KeyRequest): Promise<string> {
  if (request.kind !== 'rsa') return createNew(request);
  count += 1;
  const file = join(inject('keysDir'), `${request.bits}-${count}.pem`);
  return (await kept(file)) ?? keep(file, await createNew(request));
}

async function kept(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Another worker may do the same: either's key is as good. */
async function keep(file: string, key: string): Promise<string> {
  const own = `${file}.${pid}`;
  await writeFile(own, key, { mode: 0o644 });
  await rename(own, file);
  return key;
}
