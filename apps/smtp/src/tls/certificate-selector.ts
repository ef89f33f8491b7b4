import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';

import type { HostName } from '#checks';

import { CertificateFileError, readCertificateFiles, type KeyAndChain } from './certificate-files.js';

interface Loaded {
  readonly files: KeyAndChain;
  readonly context: SecureContext;
}

/** Which certificate is presented to a client that named a host. */
export class CertificateSelector {
  private constructor(
    private readonly dir: string,
    private readonly options: SecureContextOptions,
    private loaded: Loaded,
  ) {}

  /** @throws CertificateFileError when a file is missing or is not what it should be */
  static async load(dir: string, options: SecureContextOptions): Promise<CertificateSelector> {
    return new CertificateSelector(dir, options, await load(dir, options));
  }

  /** Reads the files again. Open sessions keep what they have; when a file is bad, nothing changes and this throws. */
  async reload(): Promise<void> {
    this.loaded = await load(this.dir, this.options);
  }

  /** Every host presents the same certificate. */
  select(_host: HostName): SecureContext {
    return this.loaded.context;
  }

  /** For clients that name no host. */
  get default(): KeyAndChain {
    return this.loaded.files;
  }
}

async function load(dir: string, options: SecureContextOptions): Promise<Loaded> {
  const files = await readCertificateFiles(dir);
  try {
    return { files, context: createSecureContext({ ...options, ...files }) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CertificateFileError(`The key and the chain in ${dir} cannot be used together: ${reason}.`, {
      cause: error,
    });
  }
}
