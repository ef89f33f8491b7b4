/**
 * The certificate of somebody's own server, in files: the one that the server loads, and the renewed one that somebody else
 * puts into another file. Only the first is ever changed, and only when the next one is published everywhere.
 */
import type { X509Certificate } from 'node:crypto';
import { join } from 'node:path';

import type { CertificateFacts, Certificates } from '../ports.js';
import { RolloverError } from '../rollover-error.js';
import { isKeptByCertbot } from './certbot-lineage.js';
import { type CertificateChain, derOf, parseChain } from './certificate-chain.js';
import { judgeNext } from './judge-next.js';
import { CHAIN_FILE, type KeptCertificate, KeptCopy } from './kept-copy.js';
import { findNextKey, isSameFile, type ServerFiles } from './next-key.js';
import { isWholePem, pemParts, replacedParts } from './pem-file.js';
import { readPemFile } from './read-pem-file.js';
import { runReload } from './reload-command.js';
import { putInPlace, removeStaged, type Replacement, stageFile, type StagedFile } from './replace-file.js';
import { atNames, schemeRecords, type TlsaScheme } from './tlsa-scheme.js';

export interface CertificateFilesOptions extends ServerFiles {
  /** For /bin/sh -c. */
  readonly reload: string;
  /** How long that may take; a minute unless given. */
  readonly reloadTimeoutMs?: number;
  readonly scheme: TlsaScheme;
  /** Which the certificate is for, without a dot at its end. */
  readonly host: string;
  /** Where its records are, each as in PlannedRecord. */
  readonly tlsaNames: readonly string[];
  /** Of its own, for the copy of the next certificate: see `nextDirectory`. */
  readonly directory: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const RELOAD_TIMEOUT_MS = 60_000;

export function certificateFiles(options: CertificateFilesOptions): Certificates {
  return new CertificateFiles(options);
}

class CertificateFiles implements Certificates {
  private readonly kept: KeptCopy;

  constructor(private readonly options: CertificateFilesOptions) {
    this.kept = new KeptCopy(options.directory);
  }

  async current(): Promise<CertificateFacts> {
    return this.facts(
      chainOf(await readPemFile(this.options.cert, '--cert'), `--cert: ${this.options.cert}`),
    );
  }

  async peek(): Promise<CertificateFacts> {
    return this.factsOf((await this.kept.read()) ?? (await this.examine()));
  }

  async prepare(): Promise<CertificateFacts> {
    const kept = await this.kept.read();
    if (kept !== null) return this.factsOf(kept);
    const next = await this.examine();
    await this.kept.write(next);
    return this.factsOf(next);
  }

  async install(): Promise<void> {
    const { directory, reload, reloadTimeoutMs = RELOAD_TIMEOUT_MS } = this.options;
    const next = await this.kept.read();
    if (next === null) {
      throw new RolloverError(
        `the copy of the next certificate is gone from ${directory}: begin a new rollover`,
      );
    }
    const staged = await this.stageAll(next);
    try {
      await putInPlace(staged);
    } catch (error) {
      await this.removeStaged();
      throw error;
    }
    await runReload(reload, reloadTimeoutMs);
  }

  async finish(): Promise<void> {
    await this.kept.remove();
    await this.removeStaged();
  }

  /** The next certificate and key, found fit to be installed. Changes nothing. */
  private async examine(): Promise<KeptCertificate> {
    const { options } = this;
    if (await isSameFile(options.cert, options.nextCert)) {
      throw new RolloverError(
        `--cert and --next-cert are the same file, ${options.cert}: give the server a copy, which only the rollover changes`,
      );
    }
    const currentText = await readPemFile(options.cert, '--cert');
    const nextText = await readPemFile(options.nextCert, '--next-cert');
    const where = `--next-cert: ${options.nextCert}`;
    const current = chainOf(currentText, `--cert: ${options.cert}`);
    const next = chainOf(nextText, where);
    judgeNext({ ...options, chain: next, current, where, now: options.now() });
    refuseSeveral(currentText, `--cert: ${options.cert}`);
    if (options.key !== null) refuseSeveral(await readPemFile(options.key, '--key'), `--key: ${options.key}`);
    const key = await findNextKey(options, { currentText, current, nextText, next });
    const kept = { chain: pemParts(nextText).certificates.join(''), key };
    for (const { path } of await this.replacements(kept)) await refuseCertbotsOwn(path);
    return kept;
  }

  /** Both are on disk before either takes its place, the key first. */
  private async stageAll(next: KeptCertificate): Promise<StagedFile[]> {
    const staged: StagedFile[] = [];
    try {
      for (const replacement of await this.replacements(next)) staged.push(await stageFile(replacement));
      return staged;
    } catch (error) {
      await this.removeStaged();
      throw error;
    }
  }

  /** The files that change, with what they will hold. */
  private async replacements({ chain, key }: KeptCertificate): Promise<Replacement[]> {
    const { options } = this;
    const keyFile = key === null || (await isInCert(options)) ? null : options.key;
    const files = [
      ...(keyFile === null ? [] : [{ path: keyFile, option: '--key' }]),
      { path: options.cert, option: '--cert' },
    ];
    const changes = await Promise.all(
      files.map(async ({ path, option }) => {
        const before = await readPemFile(path, option);
        refuseSeveral(before, `${option}: ${path}`);
        const after = replacedParts(before, chain, key);
        return after === before ? [] : [{ path, before, after }];
      }),
    );
    return changes.flat();
  }

  private async removeStaged(): Promise<void> {
    const { cert, key } = this.options;
    for (const path of key === null ? [cert] : [cert, key]) await removeStaged(path);
  }

  private factsOf({ chain }: KeptCertificate): CertificateFacts {
    return this.facts(chainOf(chain, join(this.options.directory, CHAIN_FILE)));
  }

  private facts(chain: CertificateChain): CertificateFacts {
    const { scheme, tlsaNames } = this.options;
    return { chain: derOf(chain), records: atNames(schemeRecords(chain, scheme), tlsaNames) };
  }
}

function chainOf(text: string, where: string): CertificateChain {
  return parseChain(pemParts(text).certificates, where);
}

/** Postfix takes several keys, each with its chain, in one file: only one of them is rolled over, and the rest is not ours. */
function refuseSeveral(text: string, where: string): void {
  if (!isWholePem(text))
    throw new RolloverError(`${where} holds a PEM block that does not end, or one within another`);
  const { certificates, keys } = pemParts(text);
  const isAlone = keys.length < 2 && (certificates.length < 2 || serversIn(chainOf(text, where)) < 2);
  if (isAlone) return;
  throw new RolloverError(
    `${where} holds several certificates or keys of a server: give each its own file (Postfix: smtpd_tls_chain_files takes a list), and roll one over`,
  );
}

/** How many certificates, the first among them, are no issuer of another one there. */
function serversIn([server, ...others]: CertificateChain): number {
  const all = [server, ...others];
  const isIssuer = (one: X509Certificate): boolean =>
    all.some((other) => other !== one && other.checkIssued(one));
  return 1 + others.filter((one) => !isIssuer(one) && !one.raw.equals(server.raw)).length;
}

async function isInCert({ key, cert }: ServerFiles): Promise<boolean> {
  return key === null || (await isSameFile(key, cert));
}

async function refuseCertbotsOwn(path: string): Promise<void> {
  if (await isKeptByCertbot(path)) {
    throw new RolloverError(
      `${path} is certbot's own, which a rollover must not change: give the server a copy, and use certbot's as the next one`,
    );
  }
}
