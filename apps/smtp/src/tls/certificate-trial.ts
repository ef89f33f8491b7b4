/**
 * Whether a key and its chain serve their purpose, found out by using them: a file that can be read may be empty, cut off,
 * of another set, or of another key, and every handshake with it would fail or prove something that is not so.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { SecureContext } from 'node:tls';

import { handshakeInMemory } from '#caddy';
import { certificateHosts, scenarioHost } from '#checks';
import { matchTlsa, parseTlsa } from '#dane';
import { describes, type KnownCertificate, scenariosOf, type TlsaPlan, type TlsaSubject } from '#scenarios';
import { type GeneratedRecord, plannedRecord, tlsaSets } from '#zones';

import type { KeyAndChain } from './certificate-files.js';
import { LEGACY_CIPHERS } from './tls-options.js';

/** In DER, the certificates that the TLSA records describe. */
export type Published = Readonly<Partial<Record<TlsaSubject, Uint8Array>>>;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** The certificates of the chain, the server's own first; undefined when one of them is none. */
export function chainOf(pem: string): X509Certificate[] | undefined {
  try {
    return (pem.match(CERTIFICATE) ?? []).map((block) => new X509Certificate(block));
  } catch {
    return undefined;
  }
}

/**
 * What is wrong with the files of `name` before anything is made of them, as the end of a sentence; null when nothing is.
 *
 * @param chain of them, by `chainOf`
 */
export function pairProblem(
  name: string,
  { key }: KeyAndChain,
  chain: readonly X509Certificate[] | undefined,
): string | null {
  if (chain === undefined) return `${name}.chain.pem holds a certificate that cannot be read`;
  const [own] = chain;
  if (own === undefined) return `${name}.chain.pem holds no whole certificate`;
  if (!isIssuedInOrder(chain)) return `${name}.chain.pem is not a chain: one is not signed by the next`;
  try {
    return own.checkPrivateKey(createPrivateKey(key))
      ? null
      : `${name}.key.pem is not the key of the first certificate in ${name}.chain.pem`;
  } catch {
    return `${name}.key.pem holds no private key that can be used without a passphrase`;
  }
}

function isIssuedInOrder(chain: readonly X509Certificate[]): boolean {
  return chain.every((certificate, index) => {
    const issuer = chain[index + 1];
    return issuer === undefined || (certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey));
  });
}

/**
 * What a TLSA record would say of the chain, against the table: at the hosts that present it exactly those records must match
 * that the table says.
 */
export function planProblem(
  plan: KnownCertificate,
  chain: readonly Uint8Array[],
  published: Published,
): string | null {
  for (const { id, tlsa } of scenariosOf(plan.id)) {
    for (const record of tlsa) {
      const subject = published[record.subject];
      if (subject === undefined) continue;
      const matches = matchTlsa(plannedRecord(record, subject, published), chain).outcome === 'match';
      if (matches !== describes(record, plan)) return planSentence(plan.id, id, record, matches);
    }
  }
  return null;
}

/**
 * What senders would find who go by the zone as it was generated last, which may be of other certificates than those in the
 * files: new ones are presented once the zone describes them, and no sooner. A rollover has both there.
 */
export function servedProblem(
  plan: KnownCertificate,
  chain: readonly Uint8Array[],
  domain: string,
  served: readonly GeneratedRecord[],
): string | null {
  for (const scenario of scenariosOf(plan.id)) {
    // An instance that lacks what a scenario needs publishes nothing of it.
    if (!served.some(({ name }) => name === `*.${scenarioHost(scenario.id, domain)}.`)) continue;
    for (const { name, plans } of tlsaSets(scenario, domain)) {
      const isDescribed = plans.some((record) => describes(record, plan));
      const matches = served.some((record) => record.name === name && isMatch(record, chain));
      if (matches === isDescribed) continue;
      const fault = `${plan.id}.chain.pem matches ${matches ? 'a' : 'no'} TLSA record at ${name}`;
      return `${fault} in records.json of ZONES_DIR, which \`havedane dns\` makes of the certificates`;
    }
  }
  return null;
}

function isMatch({ type, data }: GeneratedRecord, chain: readonly Uint8Array[]): boolean {
  if (type !== 'TLSA') return false;
  const parsed = parseTlsa(data);
  return parsed.ok && matchTlsa(parsed.record, chain).outcome === 'match';
}

/**
 * Whether names and dates are others than planned, and so another reason to refuse than the TLSA records of the table: with usage
 * 2 senders look at them (RFC 7672 §3.2.1), and a host whose sender must refuse for its record must not give it a second one.
 */
export function fitProblem(
  plan: KnownCertificate,
  chain: readonly X509Certificate[],
  domain: string,
  now: Date,
): string | null {
  const [own, ...authorities] = chain;
  if (own === undefined) return `${plan.id}.chain.pem is empty`;
  const authorityFault = authorities
    .map((authority) => dateFault(authority, 'current', now))
    .find((fault) => fault !== null);
  if (authorityFault !== undefined) return `the authority in ${plan.id}.chain.pem ${authorityFault}`;
  const ownFault = dateFault(own, plan.validity, now);
  if (ownFault !== null) return `the certificate in ${plan.id}.chain.pem ${ownFault}`;
  // Senders are led to the host itself, and to one label below it.
  const { named, unnamed } = certificateHosts(plan, domain);
  const hostOf = (name: string): string => name.replace('*', 'token');
  const lacking = named.map(hostOf).find((host) => !isFor(own, host));
  if (lacking !== undefined)
    return `${plan.id}.chain.pem is not for ${lacking}: it was made for another DOMAIN or by an older version`;
  const wrong = unnamed.map(hostOf).find((host) => isFor(own, host));
  return wrong === undefined ? null : `${plan.id}.chain.pem is for ${wrong}, and must not be`;
}

/** As the end of a sentence. */
function dateFault(
  { validFrom, validTo }: X509Certificate,
  wanted: KnownCertificate['validity'],
  now: Date,
): string | null {
  const isExpired = new Date(validTo) <= now;
  const isEarly = new Date(validFrom) > now;
  switch (wanted) {
    case 'current':
      if (isExpired) return `expired on ${validTo}`;
      return isEarly ? `is not valid before ${validFrom}; is the clock of this machine right?` : null;
    case 'expired':
      return isExpired ? null : `is to be expired, and is valid until ${validTo}`;
    case 'not-yet-valid':
      return isEarly ? null : `is not to be valid yet, and is since ${validFrom}`;
  }
}

function isFor(certificate: X509Certificate, host: string): boolean {
  return certificate.checkHost(host, { subject: 'never', partialWildcards: false }) !== undefined;
}

function planSentence(presented: string, scenario: string, plan: TlsaPlan, matches: boolean): string {
  const record = `the TLSA record ${plan.usage} ${plan.selector} ${plan.matchingType} of ${plan.subject}.cert.pem at ${scenario}`;
  return matches
    ? `${presented}.chain.pem matches ${record}, which it must not match`
    : `${presented}.chain.pem does not match ${record}`;
}

/** A handshake with the context. Rejects with the reason when it fails or when the client is shown another certificate. */
export async function handshake(context: SecureContext, own: Uint8Array): Promise<void> {
  const shown = await handshakeInMemory(context, {
    // DANE decides over the certificate, not the authorities of this machine.
    ...{ rejectUnauthorized: false, servername: 'trial.invalid' },
    ...{ minVersion: 'TLSv1', ciphers: LEGACY_CIPHERS },
  });
  if (Buffer.compare(shown, own) !== 0) throw new Error('another certificate was shown');
}
