/** One handshake in the words of the report, with what the TLSA records make of it. */
import { X509Certificate } from 'node:crypto';

import {
  describeCertificate,
  type RecordFault,
  type RecordResult,
  type Verification,
  verifyDane,
} from '#dane';
import type { CompletedHandshake, Offer } from '#smtp-client';

import { type HostFacts, tlsaRecordBody } from './host-lookup.js';
import type { DaneState, ProbeCertificate, ProbeHandshake, ProbeRecordResult } from './result.js';
import { judgeOcsp } from './ocsp.js';

/** A handshake that came to its end, and what was sent in it. */
export interface DescribedHandshake {
  readonly body: ProbeHandshake;
  /** In DER, as presented; empty unless the handshake was completed. */
  readonly chain: readonly Uint8Array[];
  readonly verification: Verification | null;
}

export function describeHandshake(
  offered: Offer,
  tls: Omit<CompletedHandshake, 'socket'>,
  host: HostFacts,
  akaNames: readonly string[],
  now: number,
): DescribedHandshake {
  const { chain, version, cipher, keyExchange } = tls;
  const verification =
    host.records.length === 0
      ? null
      : verifyDane({ records: host.records, chain, referenceNames: host.referenceNames, now });
  const accepted = [...new Set([...host.referenceNames, ...akaNames])];
  const [own, ...issuers] = chain;
  return {
    chain,
    verification,
    body: {
      offered,
      status: 'completed',
      error: null,
      tls: { version, cipher, keyExchange },
      certificates: chain.map(certificateBody),
      records: verification?.records.map(recordResultBody) ?? [],
      dane: daneOf(host, verification),
      ocsp: own === undefined ? null : judgeOcsp(tls.ocsp, [own, ...issuers], now),
      names: own === undefined ? null : { accepted, matched: namesCarried(own, accepted) },
      webPki: tls.webPki,
    },
  };
}

/** A handshake that was not completed. */
export function uncompleted(
  offered: Offer,
  status: 'not-offered' | 'failed',
  error: string | null,
): DescribedHandshake {
  const nothing = {
    tls: null,
    certificates: [],
    records: [],
    dane: null,
    ocsp: null,
    names: null,
    webPki: null,
  };
  return { chain: [], verification: null, body: { offered, status, error, ...nothing } };
}

function daneOf(host: HostFacts, verification: Verification | null): DaneState {
  if (host.dane !== 'applies') return host.dane;
  const outcome = verification?.outcome ?? 'none';
  return outcome === 'not-judged' ? 'not-looked-at' : outcome;
}

function recordResultBody({ record, result, fault, detail, depth }: RecordResult): ProbeRecordResult {
  const { reason, rfc } = fault === null ? { reason: null, rfc: null } : reasonOf(fault, detail);
  return { ...tlsaRecordBody(record), result, reason, rfc, depth };
}

/** Names may be wildcards (RFC 7672 §3.2.3); the common name counts where there is no other. */
function namesCarried(certificate: Uint8Array, names: readonly string[]): string[] {
  try {
    const parsed = new X509Certificate(certificate);
    return names.filter((name) => parsed.checkHost(name, { partialWildcards: false }) !== undefined);
  } catch {
    // OpenSSL took it for a certificate in the handshake and cannot read its names.
    return [];
  }
}

/** The subject of what OpenSSL took for a certificate in the handshake and cannot read. */
export const UNREADABLE_SUBJECT = 'a certificate that cannot be read';

export function certificateBody(der: Uint8Array): ProbeCertificate {
  const description = describeCertificate(der);
  if (description.kind === 'described') {
    const { kind: _, names, notBefore, notAfter, ...rest } = description;
    return { ...rest, names: [...names], notBefore: timestamp(notBefore), notAfter: timestamp(notAfter) };
  }
  const { sha256, pem } = description;
  return {
    subject: UNREADABLE_SUBJECT,
    issuer: '',
    names: [],
    serialNumber: '',
    notBefore: timestamp(0),
    notAfter: timestamp(0),
    key: 'unknown',
    signatureAlgorithm: 'unknown',
    isCa: false,
    sha256,
    publicKeySha256: '',
    pem,
  };
}

/** The contract's dates have years of four digits; a certificate may say what it likes. */
function timestamp(ms: number): string {
  const last = Date.UTC(9999, 11, 31, 23, 59, 59);
  return new Date(Math.min(Math.max(ms, 0), last)).toISOString();
}

// Why a TLSA record does not authenticate a server, in words, and where that is written.

export interface RecordReason {
  readonly reason: string;
  readonly rfc: string;
}

const RECORD_REASONS: Readonly<Record<RecordFault, RecordReason>> = {
  'not-presented': { reason: 'Nothing that the server presents has this digest.', rfc: 'RFC 6698 §2.1' },
  'wrong-usage': {
    reason:
      'It describes a certificate that is presented, but with the wrong usage: 3 is for the server’s own certificate alone, 2 for one that issued it.',
    rfc: 'RFC 7671 §5.1',
  },
  'anchor-not-sent': {
    reason: 'The server does not send the certificate of the trust anchor along.',
    rfc: 'RFC 7672 §3.1.2',
  },
  'no-path': {
    reason: 'The certificate it describes is sent, but the server’s own is not issued under it.',
    rfc: 'RFC 7671 §5.2',
  },
  'wrong-name': {
    reason: 'The certificate does not carry the name of the server, which DANE-TA asks for.',
    rfc: 'RFC 7672 §3.2.3',
  },
  expired: { reason: 'A certificate on the path to the trust anchor has expired.', rfc: 'RFC 7672 §3.1.2' },
  'not-yet-valid': {
    reason: 'A certificate on the path to the trust anchor is not valid yet.',
    rfc: 'RFC 7672 §3.1.2',
  },
  'not-a-ca': {
    reason: 'A certificate on the path to the trust anchor may not issue the one below it.',
    rfc: 'RFC 5280 §6.1.4',
  },
  unsuitable: {
    reason: 'A certificate on the path to the trust anchor is not meant for TLS servers.',
    rfc: 'RFC 5280 §4.2.1.12',
  },
  'chain-too-long': {
    reason: 'More certificates lead to the trust anchor than Postfix follows.',
    rfc: 'RFC 5280 §6.1',
  },
  'too-weak': {
    reason: 'A key or signature on the path to the trust anchor is too weak, such as one with SHA-1.',
    rfc: 'RFC 9155 §2',
  },
  'not-judged': {
    reason: 'Whether the path to the trust anchor is valid could not be judged here.',
    rfc: 'RFC 5280 §6.1',
  },
  'weaker-digest': {
    reason: 'It is ignored, because there are records of the same usage and selector with a stronger digest.',
    rfc: 'RFC 7671 §9',
  },
  'pkix-usage': {
    reason: 'The usages 0 and 1 rely on public authorities, which SMTP does not use.',
    rfc: 'RFC 7672 §3.1.3',
  },
  'unknown-usage': { reason: 'Its usage is not one that is defined.', rfc: 'RFC 6698 §2.1.1' },
  'unknown-selector': { reason: 'Its selector is not one that is defined.', rfc: 'RFC 6698 §2.1.2' },
  'unknown-matching-type': {
    reason: 'Its matching type is not one that is defined.',
    rfc: 'RFC 6698 §2.1.3',
  },
  'malformed-data': {
    reason: 'Its data cannot be what the first three numbers say.',
    rfc: 'RFC 6698 §2.1.4',
  },
};

/** @param detail what OpenSSL said, or null */
export function reasonOf(fault: RecordFault, detail: string | null): RecordReason {
  const { reason, rfc } = RECORD_REASONS[fault];
  return { reason: detail === null ? reason : `${reason} OpenSSL says: ${detail}.`, rfc };
}
