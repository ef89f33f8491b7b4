/** The private key of the next certificate, and whether there is a place for it. */
import { stat } from 'node:fs/promises';

import { RolloverError } from '../rollover-error.js';
import { type CertificateChain, parseKey, samePublicKey } from './certificate-chain.js';
import { pemParts } from './pem-file.js';
import { readPemFile } from './read-pem-file.js';

export interface ServerFiles {
  readonly cert: string;
  readonly key: string | null;
  readonly nextCert: string;
  readonly nextKey: string | null;
}

export interface FilesRead {
  readonly currentText: string;
  readonly current: CertificateChain;
  readonly nextText: string;
  readonly next: CertificateChain;
}

/**
 * The next key in PEM; null when it is the one that is in use.
 *
 * @throws RolloverError when it is missing or another certificate's, or nobody says where the server reads its key
 */
export async function findNextKey(files: ServerFiles, read: FilesRead): Promise<string | null> {
  const next = await keyIn(files.nextKey, '--next-key', files.nextCert, '--next-cert', read.nextText);
  if (next !== null) judgeKey(read.next, next, '--next-cert');
  if (samePublicKey(read.current[0], read.next[0])) return null;
  if (next === null) {
    throw new RolloverError(
      `--next-cert: ${files.nextCert} is for another key than the one in use: say with --next-key where it is`,
    );
  }
  await judgePlace(files, read);
  return next.pem;
}

interface KeyFound {
  readonly pem: string;
  /** For messages. */
  readonly where: string;
}

/** In its own file, or in that of the certificate. */
async function keyIn(
  keyFile: string | null,
  keyOption: string,
  certFile: string,
  certOption: string,
  certText: string,
): Promise<KeyFound | null> {
  const [path, option] = keyFile === null ? [certFile, certOption] : [keyFile, keyOption];
  const text = keyFile === null ? certText : await readPemFile(keyFile, keyOption);
  const [pem, ...others] = pemParts(text).keys;
  const where = `${option}: ${path}`;
  if (others.length > 0) {
    throw new RolloverError(`${where} holds several private keys: each certificate needs a file of its own`);
  }
  if (pem !== undefined) return { pem, where };
  if (keyFile !== null) throw new RolloverError(`${where} holds no private key in PEM`);
  return null;
}

function judgeKey([leaf]: CertificateChain, { pem, where }: KeyFound, certOption: string): void {
  if (!leaf.checkPrivateKey(parseKey(pem, where))) {
    throw new RolloverError(`${where} is not the key of the certificate in ${certOption}`);
  }
}

/** A new key needs a file that the server reads, and that nobody else has written over already. */
async function judgePlace(files: ServerFiles, { currentText, current }: FilesRead): Promise<void> {
  const inUse = await keyIn(files.key, '--key', files.cert, '--cert', currentText);
  if (inUse === null) {
    throw new RolloverError(
      `the next certificate has another key than ${files.cert}: say with --key where the server reads its key`,
    );
  }
  if (files.key !== null && files.nextKey !== null && (await isSameFile(files.key, files.nextKey))) {
    throw new RolloverError(
      `--key and --next-key are the same file, ${files.key}: give the server a copy, which only the rollover changes`,
    );
  }
  judgeKey(current, inUse, '--cert');
}

/** By whatever names and links. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([one, other].map((path) => stat(path).catch(() => null)));
  return !!first && !!second && first.dev === second.dev && first.ino === second.ino;
}
