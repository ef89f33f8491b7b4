import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';

import {
  CA,
  type CertificateId,
  CERTIFICATE_IDS,
  CERTIFICATES,
  DEFAULT_CERTIFICATE,
  type KnownCertificate,
  listenerOf,
  type ListenerPlan,
  scenariosOf,
  type TlsaSubject,
} from '#scenarios';
import { type GeneratedRecord, NoRecordsError, readGeneratedRecords } from '#zones';

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
  servedProblem,
} from './certificate-trial.js';
import { oldTlsOptions } from './tls-options.js';

/** Then they are taken as they are: something writes them all the time. */
const ATTEMPTS = 5;

/** What the certificates have to serve. */
export interface CertificatePurpose {
  readonly dir: string;
  /** Of the records that are served. */
  readonly zonesDir: string;
  readonly domain: string;
  readonly tls: SecureContextOptions;
  /** The time unless given. */
  readonly now?: () => Date;
}

interface Loaded {
  readonly files: KeyAndChain;
  readonly context: SecureContext;
}

/** What each certificate is, or why it cannot be used. */
type LoadedSet = ReadonlyMap<CertificateId, Loaded | CertificateFileError>;

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
    const { set, identity } = await loadSettled(purpose);
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
      const { set, identity } = await loadSettled(this.purpose);
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

function isSame(one: Loaded | undefined, other: Loaded): boolean {
  return one?.files.key === other.files.key && one.files.cert === other.files.cert;
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
  const set = new Map<CertificateId, Loaded | CertificateFileError>();
  for (const plan of CERTIFICATES) {
    try {
      set.set(plan.id, await load(purpose, plan));
    } catch (error) {
      if (plan.id === DEFAULT_CERTIFICATE || !(error instanceof CertificateFileError)) throw error;
      set.set(plan.id, error);
    }
  }
  return set;
}

/** Reads them and tries them: against each other, the table of scenarios, the domain and the clock, and in a handshake. */
async function load(purpose: CertificatePurpose, plan: KnownCertificate): Promise<Loaded> {
  const { dir, zonesDir, domain, tls, now = () => new Date() } = purpose;
  const { id } = plan;
  const files = await readCertificateFiles(dir, id);
  const fault = pairProblem(id, files);
  if (fault !== null) throw unusable(dir, fault);
  const chain = chainOf(files.cert) ?? [];
  const [own = new Uint8Array()] = chain;
  const planFault = planProblem(plan, chain, await publishedWith(dir, id, chain));
  if (planFault !== null) throw unusable(dir, planFault);
  const served = await servedRecords(zonesDir, domain);
  const servedFault = served === null ? null : servedProblem(plan, chain, domain, served);
  if (servedFault !== null) throw unusable(dir, servedFault, { remedy: RECORDS_REMEDY });
  const fitFault = fitProblem(plan, chain, domain, now());
  if (fitFault !== null) throw unusable(dir, fitFault);
  try {
    const isOld = scenariosOf(id).some((scenario) => listenerOf(scenario).versions === 'old');
    const context = createSecureContext({ ...(isOld ? oldTlsOptions() : tls), ...files });
    await handshake(context, own);
    return { files, context };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const pair = `${id}.key.pem and ${id}.chain.pem`;
    throw unusable(dir, `no handshake succeeds with ${pair} (${reason})`, { cause: error });
  }
}

/** What DNS describes is in files of its own; where those are missing, the chain has to speak for itself. */
async function publishedWith(
  dir: string,
  name: CertificateId,
  chain: readonly Uint8Array[],
): Promise<Published> {
  const published: Partial<Record<TlsaSubject, Uint8Array>> = {};
  for (const file of [CA, ...CERTIFICATE_IDS] as const) {
    const pem = await readPublished(dir, file);
    const first = pem === undefined ? undefined : chainOf(pem)?.[0];
    if (pem !== undefined && first === undefined && (file === name || file === CA))
      throw unusable(dir, `${file}.cert.pem holds no whole certificate`);
    if (first !== undefined) published[file] = first;
  }
  const [own = new Uint8Array()] = chain;
  return { [CA]: chain.at(-1) ?? own, [name]: own, ...published };
}

/** Null where none were generated for this domain: DNS is then made from elsewhere. */
async function servedRecords(zonesDir: string, domain: string): Promise<readonly GeneratedRecord[] | null> {
  try {
    const records = await readGeneratedRecords(zonesDir);
    return records.some(({ type, name }) => type === 'TLSA' && name.endsWith(`.${domain}.`)) ? records : null;
  } catch (error) {
    if (error instanceof NoRecordsError) return null;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CertificateFileError(`No certificate can be compared with its records: ${reason}.`, {
      cause: error,
    });
  }
}

/** `havedane dns` writes other records only of other certificates. */
const RECORDS_REMEDY =
  'If the certificates are right, run `havedane dns` and publish what it writes; otherwise restore them from a backup.';

function unusable(
  dir: string,
  fault: string,
  { remedy = CERTIFICATES_REMEDY, ...options }: ErrorOptions & { readonly remedy?: string } = {},
): CertificateFileError {
  return new CertificateFileError(`The certificates in ${dir} cannot be used: ${fault}. ${remedy}`, options);
}
