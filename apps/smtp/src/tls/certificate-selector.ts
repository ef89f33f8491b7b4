import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';

import type { PresentedCertificate } from '#checks';

import {
  CertificateFileError,
  filesIdentity,
  readCertificateFiles,
  type KeyAndChain,
} from './certificate-files.js';

interface Loaded {
  readonly files: KeyAndChain;
  readonly context: SecureContext;
}

interface LoadedSet {
  readonly leaf: Loaded;
  /** Without it everything works, but no message that was refused can be let through. */
  readonly spare: Loaded | CertificateFileError;
}

/** A certificate as it is presented. */
export interface Presentation {
  readonly certificate: PresentedCertificate;
  readonly context: SecureContext;
}

/** The certificates of CERTS_DIR, ready to be presented. */
export class CertificateSelector {
  private constructor(
    private readonly dir: string,
    private readonly options: SecureContextOptions,
    private loaded: LoadedSet,
    /** Of the files when they were last read, whether they could be used or not. */
    private seen: string,
  ) {}

  /** @throws CertificateFileError when a file of the leaf is missing or is not what it should be */
  static async load(dir: string, options: SecureContextOptions): Promise<CertificateSelector> {
    // Before they are read: what changes meanwhile is noticed the next time.
    const seen = await filesIdentity(dir);
    return new CertificateSelector(dir, options, await loadSet(dir, options), seen);
  }

  /** Whether the files are others than when they were last read. */
  async isOutdated(): Promise<boolean> {
    return (await filesIdentity(this.dir)) !== this.seen;
  }

  /** Reads the files again. Open sessions keep what they have; when a file is bad, nothing changes and this throws. */
  async reload(): Promise<void> {
    this.seen = await filesIdentity(this.dir);
    this.loaded = await loadSet(this.dir, this.options);
  }

  /** The leaf stands in for a spare that cannot be used. */
  select(certificate: PresentedCertificate): Presentation {
    const { leaf, spare } = this.loaded;
    if (certificate === 'leaf' || spare instanceof Error)
      return { certificate: 'leaf', context: leaf.context };
    return { certificate, context: spare.context };
  }

  /** For clients that name no host. */
  get default(): KeyAndChain {
    return this.loaded.leaf.files;
  }

  /** Why the spare cannot be used; null when it can. */
  get spareProblem(): CertificateFileError | null {
    const { spare } = this.loaded;
    return spare instanceof Error ? spare : null;
  }
}

async function loadSet(dir: string, options: SecureContextOptions): Promise<LoadedSet> {
  const spare = load(dir, 'spare', options).catch((error: unknown) => {
    if (error instanceof CertificateFileError) return error;
    throw error;
  });
  const [leaf, loadedSpare] = await Promise.all([load(dir, 'leaf', options), spare]);
  return { leaf, spare: loadedSpare };
}

async function load(
  dir: string,
  certificate: PresentedCertificate,
  options: SecureContextOptions,
): Promise<Loaded> {
  const files = await readCertificateFiles(dir, certificate);
  try {
    return { files, context: createSecureContext({ ...options, ...files }) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CertificateFileError(
      `${certificate}.key.pem and ${certificate}.chain.pem in ${dir} cannot be used together: ${reason}.`,
      { cause: error },
    );
  }
}
