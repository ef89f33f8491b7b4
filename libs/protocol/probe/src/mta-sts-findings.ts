/** What is to be said of a valid MTA-STS policy, and of the MX hosts that it promises to be good (RFC 8461 §4). */
import { X509Certificate } from 'node:crypto';

import { coversHost, isForHost, type MtaStsPolicy, type ReadPolicy } from '#mta-sts';

import { finding } from './findings/catalogue.js';
import type { CertificateFault } from './findings/policy-findings.js';
import type { ProbeFinding, ProbeHandshake, ProbeHost } from './result.js';

const DAY = 86_400;
/** RFC 8461 §3.2 expects weeks. */
const SHORT_DAYS = 7;

export function policyFindings(
  { policy, repeated, unknown, blank }: Extract<ReadPolicy, { readonly kind: 'policy' }>,
  hosts: readonly ProbeHost[],
): ProbeFinding[] {
  const { mode, maxAge } = policy;
  return [
    ...(mode === 'none' ? [] : hostFindings(policy, hosts)),
    ...(mode === 'enforce' ? [] : [finding('mta-sts-mode', { mode })]),
    ...(mode !== 'none' && maxAge < SHORT_DAYS * DAY
      ? [finding('mta-sts-max-age', { days: Math.floor(maxAge / DAY) })]
      : []),
    ...(repeated.length > 0 ? [finding('mta-sts-key-repeated', { keys: repeated })] : []),
    ...(unknown.length > 0 ? [finding('mta-sts-key-unknown', { keys: unknown })] : []),
    ...(blank.length > 0 ? [finding('mta-sts-blank-lines', { lines: blank })] : []),
  ];
}

function hostFindings(policy: MtaStsPolicy, hosts: readonly ProbeHost[]): ProbeFinding[] {
  const { mode, mx } = policy;
  const uncovered = hosts.filter(({ name }) => !coversHost(policy, name));
  const unused = mx.filter((pattern) => !hosts.some(({ name }) => coversHost({ mx: [pattern] }, name)));
  return [
    ...(uncovered.length > 0
      ? [finding('mta-sts-mx-not-covered', { hosts: uncovered.map(({ name }) => name), mode })]
      : []),
    ...hosts
      .filter((host) => !uncovered.includes(host))
      .flatMap((host) => [
        ...(host.addresses.some(({ starttls }) => starttls === false)
          ? [finding('mta-sts-mx-no-starttls', { host: host.name, mode })]
          : []),
        ...certificateFaults(host).map((fault) =>
          finding('mta-sts-mx-certificate', { host: host.name, mode, ...fault }),
        ),
      ]),
    ...(hosts.length > 0 && unused.length > 0 ? [finding('mta-sts-mx-unused', { patterns: unused })] : []),
  ];
}

interface Fault {
  readonly fault: CertificateFault;
  /** As OpenSSL calls it. */
  readonly error: string | null;
}

/** What is wrong with the certificates that the host presents, at any address, to any sender (RFC 8461 §4.2). */
function certificateFaults({ name, addresses }: ProbeHost): Fault[] {
  const faults = addresses
    .flatMap(({ handshakes }) => handshakes)
    .filter(({ status }) => status === 'completed')
    .flatMap((handshake) => faultsOf(handshake, name));
  return faults.filter(({ fault }, index) => faults.findIndex((other) => other.fault === fault) === index);
}

function faultsOf({ certificates, webPki }: ProbeHandshake, host: string): Fault[] {
  const [own] = certificates;
  return [
    ...(webPki?.trusted === false
      ? [{ fault: FAULTS[webPki.error ?? ''] ?? ('invalid' as const), error: webPki.error }]
      : []),
    ...(own !== undefined && !carries(own.pem, host) ? [{ fault: 'wrong-name' as const, error: null }] : []),
  ];
}

/** The errors of OpenSSL that are worth words of their own. */
const FAULTS: Readonly<Record<string, CertificateFault>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-issuer',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-issuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-issuer',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-issuer',
};

function carries(pem: string, host: string): boolean {
  try {
    return isForHost(new X509Certificate(pem), host);
  } catch {
    // OpenSSL took it for a certificate in the handshake and cannot read its names.
    return false;
  }
}
