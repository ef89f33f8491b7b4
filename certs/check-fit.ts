/** Whether the files of a set belong together, belong to this instance and are still valid. */
import { createPrivateKey, X509Certificate } from 'node:crypto';

import { certificateNames, type CertificateSet, type SetWithoutSpare } from './certificate-set.js';

/** The certificates without their keys: all that DNS needs. */
export type CertificateFiles = Pick<CertificateSet, 'ca.cert.pem' | 'leaf.cert.pem'> & {
  readonly 'spare.cert.pem'?: string | undefined;
};

type Server = 'leaf' | 'spare';

/** What is wrong with the certificates for `domain` at `now`, each as part of a sentence; nothing = they fit. */
export function certificateProblems(files: CertificateFiles, domain: string, now: Date): string[] {
  const ca = readCertificate(files['ca.cert.pem']);
  if (ca === undefined) return ['ca.cert.pem is not a certificate'];
  const problems = serverProblems('leaf', files['leaf.cert.pem'], { ca, domain, now });
  if (isOver(ca, now)) problems.unshift(`ca.cert.pem expired on ${ca.validTo}`);
  // Both were made for the same names: what is wrong with those of the one need not be said of the other.
  if (files['spare.cert.pem'] === undefined || problems.length > 0) return problems;
  return serverProblems('spare', files['spare.cert.pem'], { ca, domain, now });
}

/** As `certificateProblems`, for the whole set: keys and chains must fit too. */
export function setProblems(set: CertificateSet | SetWithoutSpare, domain: string, now: Date): string[] {
  const servers: readonly Server[] = 'spare.key.pem' in set ? ['leaf', 'spare'] : ['leaf'];
  const files: Partial<CertificateSet> = set;
  return [
    ...certificateProblems(set, domain, now),
    ...(['ca', ...servers] as const).flatMap((name) => keyProblems(files, name)),
    ...servers.flatMap((name) => chainProblems(files, name)),
  ];
}

interface Surroundings {
  readonly ca: X509Certificate;
  readonly domain: string;
  readonly now: Date;
}

function serverProblems(name: Server, pem: string, { ca, domain, now }: Surroundings): string[] {
  const certificate = readCertificate(pem);
  if (certificate === undefined) return [`${name}.cert.pem is not a certificate`];
  const problems = namesProblems(name, certificate, domain);
  if (!certificate.checkIssued(ca) || !certificate.verify(ca.publicKey)) {
    problems.push(`${name}.cert.pem is not signed by ca.cert.pem`);
  }
  if (isOver(certificate, now)) problems.push(`${name}.cert.pem expired on ${certificate.validTo}`);
  return problems;
}

function namesProblems(name: Server, certificate: X509Certificate, domain: string): string[] {
  const actual = (certificate.subjectAltName ?? '').split(', ').map((text) => text.replace(/^DNS:/, ''));
  const expected = certificateNames(domain);
  const lacking = expected.filter((text) => !actual.includes(text));
  const [made] = actual;
  if (lacking.length === expected.length) return [`they are for ${made}, but DOMAIN is ${domain}`];
  return lacking.length === 0 ? [] : [`${name}.cert.pem lacks the names ${lacking.join(', ')}`];
}

function keyProblems(files: Partial<CertificateSet>, name: Server | 'ca'): string[] {
  const key = `${name}.key.pem` as const;
  const certificate = `${name}.cert.pem` as const;
  return isKeyOf(files[key] ?? '', files[certificate] ?? '')
    ? []
    : [`${key} is not the key of ${certificate}`];
}

function chainProblems(files: Partial<CertificateSet>, name: Server): string[] {
  const expected = (files[`${name}.cert.pem`] ?? '') + (files['ca.cert.pem'] ?? '');
  return pemBlocks(files[`${name}.chain.pem`] ?? '') === pemBlocks(expected)
    ? []
    : [`${name}.chain.pem is not ${name}.cert.pem followed by ca.cert.pem`];
}

function isOver(certificate: X509Certificate, now: Date): boolean {
  return new Date(certificate.validTo) <= now;
}

function isKeyOf(keyPem: string, certificatePem: string): boolean {
  try {
    return readCertificate(certificatePem)?.checkPrivateKey(createPrivateKey(keyPem)) ?? false;
  } catch {
    return false;
  }
}

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** White space between and around PEM lines means nothing. */
function pemBlocks(pem: string): string {
  return pem.replace(/\s+/g, '');
}
