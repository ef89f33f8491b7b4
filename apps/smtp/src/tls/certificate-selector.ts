import { createHash } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';

import { type CertificateId, DEFAULT_CERTIFICATE, type ListenerPlan } from '#scenarios';

import { CertificateFileError, filesIdentity, type KeyAndChain } from './certificate-files.js';
import {
  type CertificatePurpose,
  isSame,
  type Loaded,
  type LoadedSet,
  loadSettled,
} from './load-certificates.js';
import { oldTlsOptions } from './tls-options.js';

/** A certificate as it is presented. */
export interface Presentation {
  readonly certificate: CertificateId;
  readonly context: SecureContext;
}

/** The certificates of CERTS_DIR, ready to be presented: each has been tried before it takes the place of another. */
export class CertificateSelector {
  /** Of the files when they were last looked at, and when they were last read, whether they could be used or not. */
  private looked: string;
  private failed: Error | null = null;

  /** They present nothing. The context that a connection begins with decides over its versions of TLS. */
  readonly none: Readonly<Record<ListenerPlan['versions'], SecureContext>>;

  private constructor(
    private readonly purpose: CertificatePurpose,
    /** Each as it could be used last. */
    private readonly loaded: Map<CertificateId, Loaded>,
    private latest: LoadedSet,
    private seen: string,
  ) {
    this.looked = seen;
    this.none = {
      current: createSecureContext(purpose.tls),
      old: createSecureContext(oldTlsOptions()),
    };
  }

  /** @throws CertificateFileError when the default certificate cannot be used */
  static async load(purpose: CertificatePurpose): Promise<CertificateSelector> {
    const { set, identity } = await loadSettled(purpose, new Map());
    return new CertificateSelector(purpose, usable(set), set, identity);
  }

  /**
   * Whether the files are others than when they were last read, and have not changed since the last look: key and chain are
   * replaced one after the other. What could not be used is tried again, for its fault may lie elsewhere than in the files.
   */
  async isOutdated(): Promise<boolean> {
    const identity = await filesIdentity(this.purpose.dir);
    const isSettled = identity === this.looked;
    this.looked = identity;
    return isSettled && (identity !== this.seen || this.failed !== null || this.problems.size > 0);
  }

  /**
   * Reads the files again. Open sessions keep what they have. When the default certificate cannot be used nothing changes and
   * this throws; another one that cannot be used leaves that of before in its place. Answers whether anything is another.
   */
  async reload(): Promise<boolean> {
    try {
      const { set, identity } = await loadSettled(this.purpose, this.loaded);
      this.seen = identity;
      this.failed = null;
      this.latest = set;
      const changed = [...usable(set)].filter(([id, one]) => !isSame(this.loaded.get(id), one));
      for (const [id, one] of usable(set)) this.loaded.set(id, one);
      return changed.length > 0;
    } catch (error) {
      this.failed = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }

  /** Null when it could never be used. */
  select(certificate: CertificateId): Presentation | null {
    const found = this.loaded.get(certificate);
    return found === undefined ? null : { certificate, context: found.context };
  }

  /** For clients that name no host. */
  get default(): KeyAndChain {
    const found = this.loaded.get(DEFAULT_CERTIFICATE);
    if (found === undefined) throw new Error('the default certificate was not loaded');
    return found.files;
  }

  /** Something that is the same text in every process that has read the same files with the same result. */
  get identity(): string {
    const read = [...this.latest].map(([id, one]) => [
      id,
      one instanceof CertificateFileError ? null : one.files.cert,
    ]);
    return createHash('sha256').update(JSON.stringify(read)).digest('hex');
  }

  /** Why certificates in the files cannot be used. */
  get problems(): ReadonlyMap<CertificateId, CertificateFileError> {
    return new Map(
      [...this.latest].flatMap(([id, one]) => (one instanceof CertificateFileError ? [[id, one]] : [])),
    );
  }

  /** Whether one is there to be presented, be it that of before. */
  has(certificate: CertificateId): boolean {
    return this.loaded.has(certificate);
  }
}

function usable(set: LoadedSet): Map<CertificateId, Loaded> {
  return new Map([...set].flatMap(([id, one]) => (one instanceof CertificateFileError ? [] : [[id, one]])));
}
