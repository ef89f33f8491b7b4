/** Certificates as an operator makes them: three RSA keys, which take seconds on a busy machine. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { generateCertificates } from '#certs';

export const DOMAIN = 'havedane.test';

export async function makeCertificates(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'havedane-certs-'));
  await generateCertificates({ domain: DOMAIN, dir, lifetimeDays: 365, rsaBits: 2048, rotate: false });
  return dir;
}
