import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';

import type { PresentedCertificate } from '#checks';

import {
  CERTIFICATES_REMEDY,
  CertificateFileError,
  filesIdentity,
  readCertificateFiles,
  readPublished,
  type KeyAndChain,
} from './certificate-files.js';
import {
  chainOf,
  fitProblem,
  handshake,
  pairProblem,
  planProblem,
  type Published,
} from './certificate-trial.js';

/** Then they are taken as they are: something writes them all the time. */
const ATTEMPTS = 5;

/** What the certificates have to serve. */
export interface CertificatePurpose {
  readonly dir: string;
  readonly domain: string;
  readonly tls: SecureContextOptions;
  /** The time unless given. */
  readonly now?: () => Date;
}

interface Loaded {
  readonly files: KeyAndChain;
  readonly context: SecureContext;
}

interface LoadedSet {
  readonly leaf: Loaded;
  /** Without it everything works, but no message that was refused can be let through. */
  readonly spare: Loaded | null;
  /** Why the files of the spare cannot be used. */
  readonly spareProblem: CertificateFileError | null;
}

/** A certificate as it is presented. */
export interface Presentation {
  readonly certificate: PresentedCertificate;
  readonly context: SecureContext;
}

/** The certificates of CERTS_DIR, ready to be presented: each has been tried before it takes the place of another. */
export class CertificateSelector {
  /** Of the files when they were last looked at, and when they were last read, whether they could be used or not. */
  private looked: string;
  private failed: Error | null = null;

  private constructor(
    private readonly purpose: CertificatePurpose,
    private loaded: LoadedSet,
    private seen: string,
  ) {
    this.looked = seen;
  }

  /** @throws CertificateFileError when the leaf cannot be used */
  static async load(purpose: CertificatePurpose): Promise<CertificateSelector> {
    const { set, identity } = await loadSettled(purpose);
    return new CertificateSelector(purpose, set, identity);
  }

  /**
   * Whether the files are others than when they were last read, and have not changed since the last look: key and chain are
   * replaced one after the other. What could not be used is tried again, for its fault may lie elsewhere than in the files.
   */
  async isOutdated(): Promise<boolean> {
    const identity = await filesIdentity(this.purpose.dir);
    const isSettled = identity === this.looked;
    this.looked = identity;
    return isSettled && (identity !== this.seen || this.failed !== null || this.spareProblem !== null);
  }

  /**
   * Reads the files again. Open sessions keep what they have. When the leaf cannot be used nothing changes and this throws;
   * a spare that cannot be used leaves the spare of before in its place. Answers whether anything is another.
   */
  async reload(): Promise<boolean> {
    try {
      const { set, identity } = await loadSettled(this.purpose);
      const before = this.loaded;
      this.seen = identity;
      this.failed = null;
      this.loaded = { ...set, spare: set.spare ?? before.spare };
      return !isSame(before, this.loaded);
    } catch (error) {
      this.failed = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }

  /** The leaf stands in for a spare that cannot be used. */
  select(certificate: PresentedCertificate): Presentation {
    const { leaf, spare } = this.loaded;
    if (certificate === 'leaf' || spare === null) return { certificate: 'leaf', context: leaf.context };
    return { certificate, context: spare.context };
  }

  /** For clients that name no host. */
  get default(): KeyAndChain {
    return this.loaded.leaf.files;
  }

  /** Why the spare in the files cannot be used; null when it can. */
  get spareProblem(): CertificateFileError | null {
    return this.loaded.spareProblem;
  }

  /** Whether one is there to be presented, be it that of before. */
  get hasSpare(): boolean {
    return this.loaded.spare !== null;
  }
}

function isSame(one: LoadedSet, other: LoadedSet): boolean {
  const texts = ({ leaf, spare }: LoadedSet): (string | undefined)[] => [
    ...[leaf.files.key, leaf.files.cert],
    ...[spare?.files.key, spare?.files.cert],
  ];
  return texts(one).every((text, index) => text === texts(other)[index]);
}

/** Others may be put in their place while they are read. */
async function loadSettled(
  purpose: CertificatePurpose,
): Promise<{ readonly set: LoadedSet; readonly identity: string }> {
  for (let attempt = 1; ; attempt += 1) {
    const identity = await filesIdentity(purpose.dir);
    const [result] = await Promise.allSettled([loadSet(purpose)]);
    if (attempt < ATTEMPTS && (await filesIdentity(purpose.dir)) !== identity) continue;
    if (result.status === 'rejected') throw result.reason;
    return { set: result.value, identity };
  }
}

async function loadSet(purpose: CertificatePurpose): Promise<LoadedSet> {
  const leaf = await load(purpose, 'leaf');
  try {
    return { leaf, spare: await load(purpose, 'spare'), spareProblem: null };
  } catch (error) {
    if (error instanceof CertificateFileError) return { leaf, spare: null, spareProblem: error };
    throw error;
  }
}

/** Reads them and tries them: against each other, the table of scenarios, the domain and the clock, and in a handshake. */
async function load(purpose: CertificatePurpose, name: PresentedCertificate): Promise<Loaded> {
  const { dir, domain, tls, now = () => new Date() } = purpose;
  const files = await readCertificateFiles(dir, name);
  const fault = pairProblem(name, files);
  if (fault !== null) throw unusable(dir, fault);
  const chain = chainOf(files.cert) ?? [];
  const [own = new Uint8Array()] = chain;
  const planFault = planProblem(name, chain, await publishedWith(dir, name, chain));
  if (planFault !== null) throw unusable(dir, planFault);
  const fitFault = fitProblem(name, chain, domain, now());
  if (fitFault !== null) throw unusable(dir, fitFault);
  try {
    const context = createSecureContext({ ...tls, ...files });
    await handshake(context, own);
    return { files, context };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw unusable(
      dir,
      `no handshake succeeds with ${name}.key.pem and ${name}.chain.pem (${reason})`,
      error,
    );
  }
}

/** What DNS describes is in files of its own; where those are missing, the chain has to speak for itself. */
async function publishedWith(
  dir: string,
  name: PresentedCertificate,
  chain: readonly Uint8Array[],
): Promise<Published> {
  const [ca, leaf, spare] = await Promise.all(
    (['ca', 'leaf', 'spare'] as const).map(async (file) => {
      const pem = await readPublished(dir, file);
      const first = pem === undefined ? undefined : chainOf(pem)?.[0];
      if (pem !== undefined && first === undefined && (file === name || file === 'ca'))
        throw unusable(dir, `${file}.cert.pem holds no whole certificate`);
      return first;
    }),
  );
  const [own = new Uint8Array()] = chain;
  return {
    ca: ca ?? chain.at(-1) ?? own,
    leaf: leaf ?? own,
    spare: spare ?? (name === 'spare' ? own : undefined),
  };
}

function unusable(dir: string, fault: string, cause?: unknown): CertificateFileError {
  return new CertificateFileError(
    `The certificates in ${dir} cannot be used: ${fault}. ${CERTIFICATES_REMEDY}`,
    {
      cause,
    },
  );
}
