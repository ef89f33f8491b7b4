/** Whether the files of a set belong together, belong to this instance and are still valid. */
import { createPrivateKey, X509Certificate } from 'node:crypto';

import { type CertificateFile, certificateNames, type CertificateSet } from './certificate-set.js';

/** The two certificates without their keys: all that DNS needs. */
export type CertificatePair = Pick<CertificateSet, 'ca.cert.pem' | 'leaf.cert.pem'>;

/** What is wrong with the certificates for `domain` at `now`, each as part of a sentence; nothing = they fit. */
export function pairProblems(pair: CertificatePair, domain: string, now: Date): string[] {
  const ca = readCertificate(pair['ca.cert.pem']);
  const leaf = readCertificate(pair['leaf.cert.pem']);
  if (ca === undefined) return ['ca.cert.pem is not a certificate'];
  if (leaf === undefined) return ['leaf.cert.pem is not a certificate'];

  const problems = namesProblems(leaf, domain);
  if (!leaf.checkIssued(ca) || !leaf.verify(ca.publicKey)) {
    problems.push('leaf.cert.pem is not signed by ca.cert.pem');
  }
  if (isOver(ca, now)) problems.push(`ca.cert.pem expired on ${ca.validTo}`);
  if (isOver(leaf, now)) problems.push(`leaf.cert.pem expired on ${leaf.validTo}`);
  return problems;
}

/** As `pairProblems`, for the whole set: keys and chain must fit too. */
export function setProblems(set: CertificateSet, domain: string, now: Date): string[] {
  const problems = pairProblems(set, domain, now);
  if (!isKeyOf(set, 'ca.key.pem', 'ca.cert.pem')) problems.push('ca.key.pem is not the key of ca.cert.pem');
  if (!isKeyOf(set, 'leaf.key.pem', 'leaf.cert.pem')) {
    problems.push('leaf.key.pem is not the key of leaf.cert.pem');
  }
  if (pemBlocks(set['leaf.chain.pem']) !== pemBlocks(set['leaf.cert.pem'] + set['ca.cert.pem'])) {
    problems.push('leaf.chain.pem is not leaf.cert.pem followed by ca.cert.pem');
  }
  return problems;
}

function namesProblems(leaf: X509Certificate, domain: string): string[] {
  const actual = (leaf.subjectAltName ?? '').split(', ').map((name) => name.replace(/^DNS:/, ''));
  const expected = certificateNames(domain);
  const lacking = expected.filter((name) => !actual.includes(name));
  const [made] = actual;
  if (lacking.length === expected.length) return [`they are for ${made}, but DOMAIN is ${domain}`];
  return lacking.length === 0 ? [] : [`leaf.cert.pem lacks the names ${lacking.join(', ')}`];
}

function isOver(certificate: X509Certificate, now: Date): boolean {
  return new Date(certificate.validTo) <= now;
}

function isKeyOf(set: CertificateSet, key: CertificateFile, certificate: CertificateFile): boolean {
  try {
    return readCertificate(set[certificate])?.checkPrivateKey(createPrivateKey(set[key])) ?? false;
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
