/**
 * A copy of the next certificate and its key, for the days that a change takes: whoever renews certificates may make the file
 * anew meanwhile, and another key would not be published.
 */
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { readTextFile, writeTextFile } from '#files';
import { errnoCode, fileFault } from '#text';

import { RolloverError } from '../rollover-error.js';
import { syncDirectory } from '../state/durable-file.js';

export interface KeptCertificate {
  /** In PEM, the server's own certificate first. */
  readonly chain: string;
  /** In PEM; null when the key stays. */
  readonly key: string | null;
}

export const CHAIN_FILE = 'chain.pem';

export class KeptCopy {
  private readonly unfinished: string;

  /** @param directory of its own, for its owner alone */
  constructor(private readonly directory: string) {
    this.unfinished = `${directory}.unfinished`;
  }

  /**
   * Null when none is kept.
   *
   * @throws RolloverError
   */
  async read(): Promise<KeptCertificate | null> {
    const chain = await this.readPart(CHAIN_FILE);
    return chain === null ? null : { chain, key: await this.readPart('key.pem') };
  }

  /**
   * All of it or nothing, whenever the process ends.
   *
   * @throws RolloverError
   */
  async write(certificate: KeptCertificate): Promise<void> {
    try {
      await this.remove();
      await this.writeParts(certificate);
    } catch (error) {
      throw new RolloverError(
        `The copy of the next certificate in ${this.directory} cannot be written: ${fileFault(error)}; nothing was changed`,
      );
    }
  }

  async remove(): Promise<void> {
    await rm(this.unfinished, { recursive: true, force: true });
    // Not file by file under its name: a chain without its key would be read as one whose key stays.
    await rename(this.directory, this.unfinished).catch((error: unknown) => {
      if (errnoCode(error) !== 'ENOENT') throw error;
    });
    await rm(this.unfinished, { recursive: true, force: true });
  }

  private async readPart(name: string): Promise<string | null> {
    const path = join(this.directory, name);
    try {
      return await readTextFile(path);
    } catch (error) {
      if (errnoCode(error) === 'ENOENT') return null;
      throw new RolloverError(`${path} cannot be read: ${fileFault(error)}; nothing was changed`);
    }
  }

  private async writeParts({ chain, key }: KeptCertificate): Promise<void> {
    await mkdir(this.unfinished, { recursive: true, mode: 0o700 });
    await writeTextFile(join(this.unfinished, CHAIN_FILE), chain, { flags: 'wx' });
    if (key !== null) await writeTextFile(join(this.unfinished, 'key.pem'), key, { flags: 'wx' });
    await syncDirectory(this.unfinished);
    await rename(this.unfinished, this.directory);
    await syncDirectory(dirname(this.directory));
  }
}
