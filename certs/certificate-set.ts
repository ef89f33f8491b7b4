/** What the generator makes: a certificate authority and one server certificate for every host of the instance. */
import { scenarioHost } from '#checks';
import { createCertificateAuthority, createServerCertificate } from '#dane';
import { SCENARIOS } from '#scenarios';

/** The files of a set, in CERTS_DIR. Each is PEM; the chain is what a server presents: leaf, then CA. */
export const CERTIFICATE_FILES = [
  'ca.key.pem',
  'ca.cert.pem',
  'leaf.key.pem',
  'leaf.cert.pem',
  'leaf.chain.pem',
] as const;

export type CertificateFile = (typeof CERTIFICATE_FILES)[number];

/** The contents of the files. */
export type CertificateSet = Readonly<Record<CertificateFile, string>>;

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
  return {
    'ca.key.pem': ca.keyPem,
    'ca.cert.pem': ca.certificatePem,
    'leaf.key.pem': leaf.keyPem,
    'leaf.cert.pem': leaf.certificatePem,
    'leaf.chain.pem': leaf.certificatePem + ca.certificatePem,
  };
}
