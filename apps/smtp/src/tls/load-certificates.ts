/** The set of certificates in CERTS_DIR, each with its context or the reason why it cannot be used. */
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';

import {
  CA,
  type CertificateId,
  CERTIFICATE_IDS,
  CERTIFICATES,
  DEFAULT_CERTIFICATE,
  type KnownCertificate,
  listenerOf,
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

export interface Loaded {
  readonly files: KeyAndChain;
  readonly context: SecureContext;
}

/** What each certificate is, or why it cannot be used. */
export type LoadedSet = ReadonlyMap<CertificateId, Loaded | CertificateFileError>;

export function isSame(one: Loaded | undefined, other: Pick<Loaded, 'files'>): one is Loaded {
  return one?.files.key === other.files.key && one.files.cert === other.files.cert;
}

type LoadedBefore = ReadonlyMap<CertificateId, Loaded>;

/** Others may be put in their place while they are read. @param before what was loaded last */
export async function loadSettled(
  purpose: CertificatePurpose,
  before: LoadedBefore,
): Promise<{ readonly set: LoadedSet; readonly identity: string }> {
  for (let attempt = 1; ; attempt += 1) {
    const identity = await filesIdentity(purpose.dir);
    const [result] = await Promise.allSettled([loadSet(purpose, before)]);
    if (attempt < ATTEMPTS && (await filesIdentity(purpose.dir)) !== identity) continue;
    if (result.status === 'rejected') throw result.reason;
    return { set: result.value, identity };
  }
}

/** What every certificate of a set is compared with. */
interface Described {
  /** The certificates in the files that TLSA records are made of; null where a file holds none. */
  published(): Promise<ReadonlyMap<TlsaSubject, Uint8Array | null>>;
  served(): Promise<readonly GeneratedRecord[] | null>;
}

async function loadSet(purpose: CertificatePurpose, before: LoadedBefore): Promise<LoadedSet> {
  const set = new Map<CertificateId, Loaded | CertificateFileError>();
  const described: Described = {
    published: once(() => publishedCertificates(purpose.dir)),
    served: once(() => servedRecords(purpose.zonesDir, purpose.domain)),
  };
  for (const plan of CERTIFICATES) {
    try {
      set.set(plan.id, await load(purpose, plan, described, before));
    } catch (error) {
      if (plan.id === DEFAULT_CERTIFICATE || !(error instanceof CertificateFileError)) throw error;
      set.set(plan.id, error);
    }
  }
  return set;
}

function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let reading: Promise<Value> | undefined;
  return () => (reading ??= read());
}

/**
 * Reads them and tries them: against each other, the table of scenarios, the domain and the clock, and in a handshake, which the
 * files of before need not pass again.
 */
async function load(
  purpose: CertificatePurpose,
  plan: KnownCertificate,
  described: Described,
  before: LoadedBefore,
): Promise<Loaded> {
  const { dir, domain, tls, now = () => new Date() } = purpose;
  const { id } = plan;
  const files = await readCertificateFiles(dir, id);
  const certificates = chainOf(files.cert);
  const fault = pairProblem(id, files, certificates);
  if (fault !== null) throw unusable(dir, fault);
  const chain = (certificates ?? []).map(({ raw }) => raw);
  const [own = new Uint8Array()] = chain;
  const planFault = planProblem(plan, chain, publishedWith(dir, id, chain, await described.published()));
  if (planFault !== null) throw unusable(dir, planFault);
  const served = await described.served();
  const servedFault = served === null ? null : servedProblem(plan, chain, domain, served);
  if (servedFault !== null) throw unusable(dir, servedFault, { remedy: RECORDS_REMEDY });
  const fitFault = fitProblem(plan, certificates ?? [], domain, now());
  if (fitFault !== null) throw unusable(dir, fitFault);
  const known = before.get(id);
  if (isSame(known, { files })) return known;
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

async function publishedCertificates(dir: string): Promise<ReadonlyMap<TlsaSubject, Uint8Array | null>> {
  const published = new Map<TlsaSubject, Uint8Array | null>();
  for (const file of [CA, ...CERTIFICATE_IDS] as const) {
    const pem = await readPublished(dir, file);
    if (pem !== undefined) published.set(file, chainOf(pem)?.[0]?.raw ?? null);
  }
  return published;
}

/** What DNS describes is in files of its own; where those are missing, the chain has to speak for itself. */
function publishedWith(
  dir: string,
  name: CertificateId,
  chain: readonly Uint8Array[],
  published: ReadonlyMap<TlsaSubject, Uint8Array | null>,
): Published {
  for (const file of [CA, name] as const) {
    if (published.get(file) === null) throw unusable(dir, `${file}.cert.pem holds no whole certificate`);
  }
  const [own = new Uint8Array()] = chain;
  const whole = [...published].filter(([, der]) => der !== null);
  return { [CA]: chain.at(-1) ?? own, [name]: own, ...Object.fromEntries(whole) };
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
