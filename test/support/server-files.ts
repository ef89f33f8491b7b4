/** The certificate and key of somebody's own server in real files, and those that are to take their place. */
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeEach, expect } from 'vitest';

import { formatTlsa, tlsaRecord } from '#dane';
import { certificateFiles, type CertificateFilesOptions, RolloverError } from '#rollover';

import { tempDirOfTest } from './temp-dir.js';
import { issueCertificate, type TestCertificate } from './x509.js';

export const HOST = 'mail.example.org';
export const TLSA_NAME = '_25._tcp.mail.example.org.';
export const NOW = Date.parse('2026-06-01T12:00:00Z');

export const ca = issueCertificate({ name: 'CA', ca: true, keyUsage: 0x04 });
export const nextCa = issueCertificate({ name: 'Next CA', ca: true, keyUsage: 0x04 });
export const leaf = (changes: Partial<Parameters<typeof issueCertificate>[0]> = {}): TestCertificate =>
  issueCertificate({ name: HOST, issuer: ca, dnsNames: [HOST], ...changes });
export const CURRENT = leaf();
export const NEXT = leaf({ issuer: nextCa });
export const RENEWED = leaf({ keyOf: CURRENT });

export const chain = (certificate: TestCertificate, issuer = ca): string => certificate.pem + issuer.pem;
export const record = (usage: number, { der }: TestCertificate) => ({
  name: TLSA_NAME,
  data: formatTlsa(tlsaRecord(usage, 1, 1, der)),
});

let dir: string;

/** Before each test: a directory with what a server uses, and with what is to take its place. */
export function useServerFiles(): void {
  beforeEach(fill);
}

async function fill(): Promise<void> {
  dir = await tempDirOfTest();
  await write('server.pem', chain(CURRENT));
  await write('server.key', CURRENT.keyPem, 0o600);
  await write('next.pem', chain(NEXT, nextCa));
  await write('next.key', NEXT.keyPem, 0o600);
}

export const at = (name: string): string => join(dir, name);
export const read = (name: string): Promise<string> => readFile(at(name), 'utf8');

export async function write(name: string, text: string, mode = 0o644): Promise<string> {
  await writeFile(at(name), text);
  await chmod(at(name), mode);
  return at(name);
}

export const NAMES = { cert: 'server.pem', key: 'server.key', nextCert: 'next.pem', nextKey: 'next.key' };

/** Files by their names in the directory. */
export function files(changes: Partial<CertificateFilesOptions> = {}) {
  const { cert, key, nextCert, nextKey } = { ...NAMES, ...changes };
  const pathOf = (name: string | null): string | null => (name === null ? null : at(name));
  return certificateFiles({
    ...{ host: HOST, scheme: '3-1-1', reload: `echo reloaded >> ${at('reloads')}`, tlsaNames: [TLSA_NAME] },
    ...{ directory: at(`${HOST}.next`), now: () => NOW, ...changes },
    ...{ cert: at(cert), key: pathOf(key), nextCert: at(nextCert), nextKey: pathOf(nextKey) },
  });
}

/** The message of the RolloverError, which is one line. */
export async function refusal(action: Promise<unknown>): Promise<string> {
  const error: unknown = await action.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RolloverError);
  const { message } = error as RolloverError;
  expect(message).not.toContain('\n');
  return message.replaceAll(`${dir}/`, '');
}

export async function contents(): Promise<Record<string, string>> {
  const entries = (await readdir(dir, { withFileTypes: true })).filter((entry) => entry.isFile());
  return Object.fromEntries(await Promise.all(entries.map(async ({ name }) => [name, await read(name)])));
}
