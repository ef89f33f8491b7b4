/**
 * The records that were last generated, with what a rollover keeps in the zone: for whoever cannot read the certificates that
 * they are made from, or wants to know what is served beside them.
 */
import { join } from 'node:path';

import { z } from 'zod';

import { readTextFile } from '#files';
import { errnoCode, fileFault } from '#text';

const recordsFile = z.array(z.object({ name: z.string(), type: z.string(), data: z.string() }));

export type GeneratedRecord = z.infer<typeof recordsFile>[number];

/** Nothing was generated yet. */
export class NoRecordsError extends Error {
  override readonly name = 'NoRecordsError';

  constructor(file: string) {
    super(`${file} is not there yet: run npm run dns first`);
  }
}

/** @throws NoRecordsError, and Error when the file is not what was generated */
export async function readGeneratedRecords(zonesDir: string): Promise<GeneratedRecord[]> {
  const file = join(zonesDir, 'records.json');
  const text = await readTextFile(file).catch((error: unknown) => {
    if (errnoCode(error) === 'ENOENT') throw new NoRecordsError(file);
    throw new Error(`${file} cannot be read: ${fileFault(error)}`);
  });
  const records = recordsFile.safeParse(parseJson(text));
  if (!records.success)
    throw new Error(`${file} does not hold what npm run dns writes: run npm run dns again`);
  return records.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
