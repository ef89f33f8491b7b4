/**
 * CERTS_DIR as the versions before certificates had plans wrote it: a leaf and a spare of one authority, each for every
 * scenario host of that time, and links into one set.
 */
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createCertificateAuthority, createServerCertificate } from '#dane';

const DAY_MS = 86_400_000;
const SCENARIOS = ['do', 'dont', 'wrong'];

/** Answers the contents of the files, by name. */
export async function writeEarlierCertificates(dir: string, domain: string): Promise<Record<string, string>> {
  const validity = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + 30 * DAY_MS) };
  const ca = await createCertificateAuthority({ commonName: 'HaveDane CA', rsaBits: 2048, validity });
  const names: [string, ...string[]] = [
    domain,
    ...SCENARIOS.flatMap((id) => [`${id}.${domain}`, `*.${id}.${domain}`]),
  ];
  const files: Record<string, string> = { 'ca.key.pem': ca.keyPem, 'ca.cert.pem': ca.certificatePem };
  for (const name of ['leaf', 'spare']) {
    const made = await createServerCertificate(ca, { names, key: { kind: 'rsa', bits: 2048 }, validity });
    files[`${name}.key.pem`] = made.keyPem;
    files[`${name}.cert.pem`] = made.certificatePem;
    files[`${name}.chain.pem`] = made.certificatePem + ca.certificatePem;
  }
  await mkdir(join(dir, '.set-Xa81Bc', 'spare'), { recursive: true, mode: 0o700 });
  await symlink('.set-Xa81Bc', join(dir, '.current'));
  for (const [name, text] of Object.entries(files)) {
    const path = name.startsWith('spare.') ? join('spare', name) : name;
    await writeFile(join(dir, '.set-Xa81Bc', path), text, {
      mode: name.endsWith('.key.pem') ? 0o600 : 0o644,
    });
    await symlink(join('.current', path), join(dir, name));
  }
  return files;
}
