/**
 * Whether a key and its chain serve their purpose, found out by using them: a file that can be read may be empty, cut off,
 * of another set, or of another key, and every handshake with it would fail or prove something that is not so.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { duplexPair } from 'node:stream';
import { connect, type SecureContext, TLSSocket } from 'node:tls';

import { scenarioHost } from '#checks';
import { matchTlsa } from '#dane';
import { SCENARIOS, type Scenario, type TlsaPlan, mustRefuse } from '#scenarios';
import { plannedRecord } from '#zones';

import type { KeyAndChain } from './certificate-files.js';

/** In DER, those that the TLSA records describe. */
export interface Published {
  readonly ca: Uint8Array;
  readonly leaf: Uint8Array;
  readonly spare?: Uint8Array | undefined;
}

const TRIAL_MS = 10_000;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** The certificates of the chain in DER, the server's own first; undefined when one of them is none. */
export function chainOf(pem: string): Uint8Array[] | undefined {
  try {
    return (pem.match(CERTIFICATE) ?? []).map((block) => new X509Certificate(block).raw);
  } catch {
    return undefined;
  }
}

/** What is wrong with the files of `name` before anything is made of them, as the end of a sentence; null when nothing is. */
export function pairProblem(name: string, { key, cert }: KeyAndChain): string | null {
  const chain = chainOf(cert);
  if (chain === undefined) return `${name}.chain.pem holds a certificate that cannot be read`;
  const [own] = chain;
  if (own === undefined) return `${name}.chain.pem holds no whole certificate`;
  if (!isIssuedInOrder(chain)) return `${name}.chain.pem is not a chain: one is not signed by the next`;
  try {
    return new X509Certificate(own).checkPrivateKey(createPrivateKey(key))
      ? null
      : `${name}.key.pem is not the key of the first certificate in ${name}.chain.pem`;
  } catch {
    return `${name}.key.pem holds no private key that can be used without a passphrase`;
  }
}

function isIssuedInOrder(chain: readonly Uint8Array[]): boolean {
  const certificates = chain.map((der) => new X509Certificate(der));
  return certificates.every((certificate, index) => {
    const issuer = certificates[index + 1];
    return issuer === undefined || (certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey));
  });
}

/**
 * What a TLSA record of some scenario would say of the chain, against the table: at a host whose sender must deliver, each
 * record has to match; at one that must be refused, only that of the spare, and only when the spare is presented.
 */
export function planProblem(
  presented: 'leaf' | 'spare',
  chain: readonly Uint8Array[],
  published: Published,
): string | null {
  for (const scenario of SCENARIOS.filter((one) => presents(one, presented))) {
    for (const plan of scenario.tlsa) {
      const subject = published[plan.subject];
      if (subject === undefined) continue;
      const matches = matchTlsa(plannedRecord(plan, subject, published), chain).outcome === 'match';
      if (matches !== mustMatch(plan, presented)) return planSentence(presented, scenario, plan, matches);
    }
  }
  return null;
}

/**
 * Whether the names and dates are another reason to refuse than the TLSA records of the table: with usage 2 senders look at
 * them (RFC 7672 §3.2.1), and a host whose sender must refuse for its record must not give it a second one.
 */
export function fitProblem(
  presented: 'leaf' | 'spare',
  chain: readonly Uint8Array[],
  domain: string,
  now: Date,
): string | null {
  const certificates = chain.map((der) => new X509Certificate(der));
  for (const [index, certificate] of certificates.entries()) {
    const which = index === 0 ? 'certificate' : 'authority';
    if (new Date(certificate.validTo) <= now)
      return `the ${which} in ${presented}.chain.pem expired on ${certificate.validTo}`;
    if (new Date(certificate.validFrom) > now)
      return `the ${which} in ${presented}.chain.pem is not valid before ${certificate.validFrom}; is the clock of this machine right?`;
  }
  const hosts = SCENARIOS.filter((one) => presents(one, presented)).map(({ id }) => scenarioHost(id, domain));
  // Senders are led to the host itself, and to one label below it.
  const lacking = hosts
    .flatMap((host) => [host, `token.${host}`])
    .find((host) => !isFor(certificates[0], host));
  return lacking === undefined
    ? null
    : `${presented}.chain.pem is not for ${lacking}: it was made for another DOMAIN or by an older version`;
}

function isFor(certificate: X509Certificate | undefined, host: string): boolean {
  return certificate?.checkHost(host, { subject: 'never', partialWildcards: false }) !== undefined;
}

/** The leaf is presented everywhere, the spare where a refused message is released. */
function presents(scenario: Scenario, presented: 'leaf' | 'spare'): boolean {
  return presented === 'leaf' || mustRefuse(scenario);
}

function mustMatch({ corrupted, subject }: TlsaPlan, presented: 'leaf' | 'spare'): boolean {
  // The authority signs both; where a host must be refused, its record is corrupted.
  return !corrupted && (subject === presented || subject === 'ca');
}

function planSentence(presented: string, { id }: Scenario, plan: TlsaPlan, matches: boolean): string {
  const record = `the TLSA record ${plan.usage} ${plan.selector} ${plan.matchingType} of ${plan.subject}.cert.pem at ${id}`;
  return matches
    ? `${presented}.chain.pem matches ${record}, which it must not match`
    : `${presented}.chain.pem does not match ${record}`;
}

/**
 * A handshake with the context, in memory. Rejects with the reason when it fails or when the client is shown another certificate.
 */
export async function handshake(context: SecureContext, own: Uint8Array): Promise<void> {
  const [clientSide, serverSide] = duplexPair();
  const server = new TLSSocket(serverSide, { isServer: true, secureContext: context });
  // DANE decides over the certificate, not the authorities of this machine.
  const client = connect({ socket: clientSide, rejectUnauthorized: false, servername: 'trial.invalid' });
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('the handshake did not end')), TRIAL_MS);
      server.on('error', reject);
      client.on('error', reject);
      client.once('close', () => reject(new Error('the connection was closed')));
      client.once('secureConnect', () => {
        if (Buffer.compare(client.getPeerCertificate().raw, own) === 0) resolve();
        else reject(new Error('another certificate was shown'));
      });
    });
  } finally {
    clearTimeout(timer);
    client.destroy();
    server.destroy();
  }
}
