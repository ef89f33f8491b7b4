/** What the generator makes: a certificate authority, and a server certificate for each plan of #scenarios. */
import { X509Certificate } from 'node:crypto';

import { certificateHosts } from '#checks';
import { createCertificateAuthority, createServerCertificate, type Validity } from '#dane';
import {
  type CertificateId,
  type CertificatePlan,
  CERTIFICATE_IDS,
  CERTIFICATES,
  type KnownCertificate,
  sendsAuthority,
} from '#scenarios';

export type CertificateFile =
  'ca.key.pem' | 'ca.cert.pem' | `${CertificateId}.${'key' | 'cert' | 'chain'}.pem`;

/** The contents of the files. */
export type CertificateSet = Readonly<Record<CertificateFile, string>>;
/** What an older version made lacks the certificates that it did not know. */
export type EarlierSet = Readonly<Partial<CertificateSet>>;

export const CA_FILES = ['ca.key.pem', 'ca.cert.pem'] as const;

/** Each is PEM; the chain is what a server presents: its certificate, then that of the authority if the plan says so. */
export function filesOf(id: CertificateId) {
  return [`${id}.key.pem`, `${id}.cert.pem`, `${id}.chain.pem`] as const;
}

/** The files of a set, in CERTS_DIR. */
export const CERTIFICATE_FILES: readonly CertificateFile[] = [
  ...CA_FILES,
  ...CERTIFICATE_IDS.flatMap((id): readonly CertificateFile[] => filesOf(id)),
];

export interface CertificateSetOptions {
  readonly domain: string;
  readonly lifetimeDays: number;
  readonly rsaBits: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Every name that a client may ask for. A wildcard covers one label, so each scenario host needs its own. */
export function certificateNames(domain: string, plan: CertificatePlan): [string, ...string[]] {
  const { named } = certificateHosts(plan, domain);
  const [first, ...others] = named;
  switch (plan.names) {
    case 'hosts':
      return [domain, ...named];
    case 'wildcards':
      return [`*.${domain}`, ...named.filter((name) => name.startsWith('*'))];
    case 'domains':
    case 'other':
      return first === undefined ? [OTHER_NAME] : [first, ...others];
  }
}

/** No host is below it (RFC 6761 §6.4). */
const OTHER_NAME = 'another-name.invalid';

/** A new set with new keys, valid for `lifetimeDays` from `now`. */
export async function makeCertificateSet(options: CertificateSetOptions, now: Date): Promise<CertificateSet> {
  const { lifetimeDays, rsaBits } = options;
  const validity = validFrom(now, new Date(now.getTime() + lifetimeDays * DAY_MS));
  const { keyPem, certificatePem } = await createCertificateAuthority({
    ...{ commonName: 'HaveDane CA', rsaBits, validity },
  });
  const authority = { 'ca.key.pem': keyPem, 'ca.cert.pem': certificatePem };
  return (await withCertificates(authority, options, now)) as CertificateSet;
}

/** The certificates that the set lacks. */
export function missingCertificates(set: EarlierSet): readonly CertificateId[] {
  return CERTIFICATE_IDS.filter((id) => set[`${id}.key.pem`] === undefined);
}

/** The set with what it lacks: certificates with new keys, valid as long as its authority. */
export async function withCertificates(
  set: EarlierSet,
  options: Pick<CertificateSetOptions, 'domain' | 'rsaBits'>,
  now: Date,
): Promise<EarlierSet> {
  const missing = missingCertificates(set);
  const made = await Promise.all(
    CERTIFICATES.filter(({ id }) => missing.includes(id)).map((plan) => makeFiles(plan, set, options, now)),
  );
  return Object.assign({ ...set }, ...made) as EarlierSet;
}

async function makeFiles(
  plan: KnownCertificate,
  set: EarlierSet,
  { domain, rsaBits }: Pick<CertificateSetOptions, 'domain' | 'rsaBits'>,
  now: Date,
): Promise<EarlierSet> {
  const ca = { keyPem: set['ca.key.pem'] ?? '', certificatePem: set['ca.cert.pem'] ?? '' };
  const made = await createServerCertificate(plan.issuer === 'ca' ? ca : null, {
    names: certificateNames(domain, plan),
    key: plan.key === 'rsa' ? { kind: 'rsa', bits: rsaBits } : { kind: 'ecdsa' },
    validity: validityOf(plan, now, new Date(new X509Certificate(ca.certificatePem).validTo)),
  });
  const [key, cert, chain] = filesOf(plan.id);
  return {
    [key]: made.keyPem,
    [cert]: made.certificatePem,
    [chain]: chainOf(plan, made.certificatePem, ca.certificatePem),
  };
}

/** What a server presents, in PEM. */
export function chainOf(plan: CertificatePlan, certificate: string, ca: string): string {
  return sendsAuthority(plan) ? certificate + ca : certificate;
}

/** @param end of the set: what is not yet valid stays so until then */
function validityOf({ validity }: CertificatePlan, now: Date, end: Date): Validity {
  switch (validity) {
    case 'current':
      return validFrom(now, end);
    case 'expired':
      return validFrom(new Date(now.getTime() - 60 * DAY_MS), new Date(now.getTime() - 30 * DAY_MS));
    case 'not-yet-valid':
      return { notBefore: end, notAfter: new Date(end.getTime() + 30 * DAY_MS) };
  }
}

/** An hour back, for clients whose clocks are slow. */
function validFrom(from: Date, notAfter: Date): Validity {
  return { notBefore: new Date(from.getTime() - HOUR_MS), notAfter };
}
