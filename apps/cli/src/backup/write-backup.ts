import { createWriteStream } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { create } from 'tar';

import { type Config, packageVersion } from '#config';
import { copyDatabase } from '#store';

import { DATABASE, MANIFEST, type Manifest, partsOf } from './parts.js';
import { copySnapshot } from './snapshot.js';
import { databaseFile, inStaging, removeAbandoned } from './staging.js';

/**
 * Writes the database, the keys, the zones and the state of rollovers into one archive (tar, gzip). Nothing has to stop
 * for it. Beside the database there must be room for a copy of it.
 *
 * @param output a file that does not exist, made for its owner alone, or a stream, which is left open
 * @returns the names of what is in the archive
 */
export async function writeBackup(
  config: Config,
  output: string | Writable,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (typeof output !== 'string') return writeArchive(config, output, { end: false, signal });
  // Opened first: nothing is copied for a file that cannot be written.
  const file = await newFile(output);
  try {
    return await writeArchive(config, file, { end: true, signal });
  } catch (error) {
    file.destroy();
    await rm(output, { force: true });
    throw error;
  }
}

async function writeArchive(
  config: Config,
  output: Writable,
  options: { readonly end: boolean; readonly signal: AbortSignal },
): Promise<readonly string[]> {
  await removeAbandoned(config);
  return inStaging(config, 'backup', async (staging) => {
    const contents = await fill(staging, config);
    options.signal.throwIfAborted();
    await pipeline(create({ gzip: true, portable: true, cwd: staging }, [...contents]), output, options);
    return contents;
  });
}

async function fill(staging: string, config: Config): Promise<readonly string[]> {
  await copyDatabase(databaseFile(config), join(staging, DATABASE));
  const { names, links } = await copySnapshot(partsOf(config), staging);
  const manifest: Manifest = {
    format: 1,
    domain: config.domain,
    createdAt: new Date().toISOString(),
    version: packageVersion(),
    links,
  };
  await writeFile(join(staging, MANIFEST), `${JSON.stringify(manifest)}\n`);
  return [MANIFEST, DATABASE, ...names];
}

function newFile(path: string): Promise<Writable> {
  const stream = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
  return new Promise((resolve, reject) => {
    stream.once('open', () => {
      resolve(stream);
    });
    stream.once('error', reject);
  });
}
