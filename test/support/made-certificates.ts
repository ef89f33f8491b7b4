/** Certificates as an operator makes them: several RSA keys, which take seconds on a busy machine; and others, made in no time. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { certificateNames, chainOf, generateCertificates } from '#certs';
import { CERTIFICATES, type CertificatePlan } from '#scenarios';

import { type CertificateRequest, issueCertificate } from './x509.js';

export const DOMAIN = 'havedane.test';
const DAY_MS = 86_400_000;

export async function makeCertificates(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'havedane-certs-'));
  await generateCertificates({ domain: DOMAIN, dir, lifetimeDays: 365, rsaBits: 2048, rotate: false });
  return dir;
}

/** The files of a set that fits together, with what is different about its certificates. */
export function certificateSet(
  { domain = DOMAIN, ...changes }: Partial<CertificateRequest> & { readonly domain?: string },
  caChanges: Partial<CertificateRequest> = changes,
): Record<string, string> {
  const validity = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + DAY_MS) };
  const ca = issueCertificate({ name: 'CA', ca: true, keyUsage: 0x04, ...validity, ...caChanges });
  const servers = CERTIFICATES.flatMap((plan) => {
    const dnsNames = certificateNames(domain, plan);
    const issuer = plan.issuer === 'ca' ? { issuer: ca } : {};
    const planned = { ...issuer, ...validityOf(plan) };
    const made = issueCertificate({ name: domain, dnsNames, ...validity, ...changes, ...planned });
    const files = { key: made.keyPem, cert: made.pem, chain: chainOf(plan, made.pem, ca.pem) };
    return Object.entries(files).map(([part, pem]) => [`${plan.id}.${part}.pem`, pem]);
  });
  return { 'ca.cert.pem': ca.pem, ...(Object.fromEntries(servers) as Record<string, string>) };
}

/** Of those that are out of their dates by plan. */
function validityOf({ validity }: CertificatePlan): Partial<CertificateRequest> {
  const daysFrom = (from: number) => ({
    notBefore: new Date(Date.now() + from * DAY_MS),
    notAfter: new Date(Date.now() + (from + 30) * DAY_MS),
  });
  switch (validity) {
    case 'current':
      return {};
    case 'expired':
      return daysFrom(-60);
    case 'not-yet-valid':
      return daysFrom(30);
  }
}

export async function writeCertificateSet(changes: Parameters<typeof certificateSet>[0]): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'havedane-certs-'));
  for (const [name, pem] of Object.entries(certificateSet(changes))) await writeFile(join(dir, name), pem);
  return dir;
}
