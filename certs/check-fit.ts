/** Whether the files of a set belong together, belong to this instance and are what was planned. */
import { createPrivateKey, X509Certificate } from 'node:crypto';

import { CERTIFICATES, DEFAULT_CERTIFICATE, type KnownCertificate, sendsAuthority } from '#scenarios';

import {
  certificateNames,
  chainOf,
  type EarlierSet,
  filesOf,
  missingCertificates,
} from './certificate-set.js';

/**
 * What is wrong with the certificates for `domain` at `now`, each as part of a sentence; nothing = they fit. One that is not
 * there is not looked at.
 */
export function certificateProblems(files: EarlierSet, domain: string, now: Date): string[] {
  const ca = readCertificate(files['ca.cert.pem'] ?? '');
  if (ca === undefined) return ['ca.cert.pem is not a certificate'];
  const problemsOf = (plans: readonly KnownCertificate[]): string[] =>
    plans.flatMap((plan) => {
      const pem = files[`${plan.id}.cert.pem`];
      return pem === undefined ? [] : serverProblems(plan, pem, { ca, domain, now });
    });
  const own = problemsOf(CERTIFICATES.filter(({ id }) => id === DEFAULT_CERTIFICATE));
  const first = isOver(ca, now) ? [`ca.cert.pem expired on ${ca.validTo}`, ...own] : own;
  // All were made for the same domain and time: what is wrong with those of the one need not be said of the others.
  return first.length > 0 ? first : problemsOf(CERTIFICATES.filter(({ id }) => id !== DEFAULT_CERTIFICATE));
}

/** As `certificateProblems`, for the whole set: keys and chains must fit too. */
export function setProblems(set: EarlierSet, domain: string, now: Date): string[] {
  const missing = missingCertificates(set);
  const plans = CERTIFICATES.filter(({ id }) => !missing.includes(id));
  return [
    ...certificateProblems(set, domain, now),
    ...keyProblems(set, 'ca'),
    ...plans.flatMap(({ id }) => keyProblems(set, id)),
    ...plans.flatMap((plan) => chainProblems(set, plan)),
  ];
}

interface Surroundings {
  readonly ca: X509Certificate;
  readonly domain: string;
  readonly now: Date;
}

function serverProblems(plan: KnownCertificate, pem: string, { ca, domain, now }: Surroundings): string[] {
  const file = `${plan.id}.cert.pem`;
  const certificate = readCertificate(pem);
  if (certificate === undefined) return [`${file} is not a certificate`];
  return [
    ...namesProblems(plan, certificate, domain),
    ...issuerProblems(plan, certificate, ca),
    ...dateProblems(plan, certificate, now),
  ];
}

function namesProblems(plan: KnownCertificate, certificate: X509Certificate, domain: string): string[] {
  const actual = (certificate.subjectAltName ?? '').split(', ').map((text) => text.replace(/^DNS:/, ''));
  const expected = certificateNames(domain, plan);
  const lacking = expected.filter((text) => !actual.includes(text));
  const [made] = actual;
  if (lacking.length === 0) return [];
  return lacking.length === expected.length
    ? [`they are for ${made}, but DOMAIN is ${domain}`]
    : [`${plan.id}.cert.pem lacks the names ${lacking.join(', ')}`];
}

function issuerProblems(
  { id, issuer }: KnownCertificate,
  certificate: X509Certificate,
  ca: X509Certificate,
): string[] {
  if (issuer === 'self') {
    // Not asked for its issuer: it is none that may sign certificates.
    return certificate.verify(certificate.publicKey) ? [] : [`${id}.cert.pem is not signed with its own key`];
  }
  const isSigned = certificate.checkIssued(ca) && certificate.verify(ca.publicKey);
  return isSigned ? [] : [`${id}.cert.pem is not signed by ca.cert.pem`];
}

function dateProblems({ id, validity }: KnownCertificate, certificate: X509Certificate, now: Date): string[] {
  const isExpired = isOver(certificate, now);
  switch (validity) {
    case 'current':
      return isExpired ? [`${id}.cert.pem expired on ${certificate.validTo}`] : [];
    case 'expired':
      return isExpired ? [] : [`${id}.cert.pem, which is to be expired, is valid to ${certificate.validTo}`];
    case 'not-yet-valid':
      return new Date(certificate.validFrom) > now
        ? []
        : [`${id}.cert.pem, which is not to be valid yet, is valid since ${certificate.validFrom}`];
  }
}

function keyProblems(files: EarlierSet, name: KnownCertificate['id'] | 'ca'): string[] {
  const key = `${name}.key.pem` as const;
  const certificate = `${name}.cert.pem` as const;
  return isKeyOf(files[key] ?? '', files[certificate] ?? '')
    ? []
    : [`${key} is not the key of ${certificate}`];
}

function chainProblems(files: EarlierSet, plan: KnownCertificate): string[] {
  const [, cert, chain] = filesOf(plan.id);
  const [own = '', ca = ''] = [files[cert], files['ca.cert.pem']];
  if (pemBlocks(files[chain] ?? '') === pemBlocks(chainOf(plan, own, ca))) return [];
  return [`${chain} is not ${cert}${sendsAuthority(plan) ? ' followed by ca.cert.pem' : ''}`];
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
