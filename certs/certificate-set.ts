/**
 * What the generator makes: a certificate authority and two server certificates, each for every host of the instance.
 * The leaf is the one that is presented; the spare is presented only to let a refused message through.
 */
import { X509Certificate } from 'node:crypto';

import { scenarioHost } from '#checks';
import { createCertificateAuthority, createServerCertificate } from '#dane';
import { SCENARIOS } from '#scenarios';

export const SPARE_FILES = ['spare.key.pem', 'spare.cert.pem', 'spare.chain.pem'] as const;

/** The files of a set, in CERTS_DIR. Each is PEM; a chain is what a server presents: its certificate, then the CA. */
export const CERTIFICATE_FILES = [
  'ca.key.pem',
  'ca.cert.pem',
  'leaf.key.pem',
  'leaf.cert.pem',
  'leaf.chain.pem',
  ...SPARE_FILES,
] as const;

export type CertificateFile = (typeof CERTIFICATE_FILES)[number];
export type SpareFile = (typeof SPARE_FILES)[number];

/** The contents of the files. */
export type CertificateSet = Readonly<Record<CertificateFile, string>>;
export type SpareCertificate = Pick<CertificateSet, SpareFile>;
/** As older versions made it. */
export type SetWithoutSpare = Omit<CertificateSet, SpareFile>;

export interface CertificateSetOptions {
  readonly domain: string;
  readonly lifetimeDays: number;
  readonly rsaBits: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Every name that a client may ask for. A wildcard covers one label, so each scenario host needs its own. */
export function certificateNames(domain: string): [string, ...string[]] {
  const hosts = SCENARIOS.map(({ id }) => scenarioHost(id, domain));
  return [domain, ...hosts.flatMap((host) => [host, `*.${host}`])];
}

/** A new set with new keys, valid for `lifetimeDays` from `now`. */
export async function makeCertificateSet(options: CertificateSetOptions, now: Date): Promise<CertificateSet> {
  const { domain, lifetimeDays, rsaBits } = options;
  // An hour back, for clients whose clocks are slow.
  const validity = {
    notBefore: new Date(now.getTime() - HOUR_MS),
    notAfter: new Date(now.getTime() + lifetimeDays * DAY_MS),
  };
  const ca = await createCertificateAuthority({ commonName: 'HaveDane CA', rsaBits, validity });
  const leaf = await createServerCertificate(ca, { names: certificateNames(domain), rsaBits, validity });
  const others = {
    'ca.key.pem': ca.keyPem,
    'ca.cert.pem': ca.certificatePem,
    'leaf.key.pem': leaf.keyPem,
    'leaf.cert.pem': leaf.certificatePem,
    'leaf.chain.pem': leaf.certificatePem + ca.certificatePem,
  };
  return { ...others, ...(await makeSpare(others, options, now)) };
}

/** A spare with a new key, signed by the authority of the set and valid as long as that. */
export async function makeSpare(
  set: SetWithoutSpare,
  { domain, rsaBits }: Pick<CertificateSetOptions, 'domain' | 'rsaBits'>,
  now: Date,
): Promise<SpareCertificate> {
  const ca = { keyPem: set['ca.key.pem'], certificatePem: set['ca.cert.pem'] };
  const validity = {
    notBefore: new Date(now.getTime() - HOUR_MS),
    notAfter: new Date(new X509Certificate(ca.certificatePem).validTo),
  };
  const spare = await createServerCertificate(ca, { names: certificateNames(domain), rsaBits, validity });
  return {
    'spare.key.pem': spare.keyPem,
    'spare.cert.pem': spare.certificatePem,
    'spare.chain.pem': spare.certificatePem + ca.certificatePem,
  };
}
