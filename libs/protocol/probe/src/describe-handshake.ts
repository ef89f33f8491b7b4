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

import { type Phrase } from '#text';

import { type HostFacts, tlsaRecordBody } from './host-lookup.js';
import type { DaneState, ProbeCertificate, ProbeHandshake, ProbeRecordResult } from './result.js';
import { judgeOcsp } from './ocsp.js';
import { phrase } from './phrases.js';

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
  why: Phrase | null,
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
  return {
    chain: [],
    verification: null,
    body: { offered, status, error: why?.text ?? null, why, ...nothing },
  };
}

function daneOf(host: HostFacts, verification: Verification | null): DaneState {
  if (host.dane !== 'applies') return host.dane;
  const outcome = verification?.outcome ?? 'none';
  return outcome === 'not-judged' ? 'not-looked-at' : outcome;
}

function recordResultBody({ record, result, fault, why: said, depth }: RecordResult): ProbeRecordResult {
  const { why, rfc } = fault === null ? { why: null, rfc: null } : reasonOf(fault, said);
  return { ...tlsaRecordBody(record), result, reason: why?.text ?? null, why, rfc, depth };
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

export function certificateBody(der: Uint8Array): ProbeCertificate {
  const description = describeCertificate(der);
  if (description.kind === 'described') {
    const { kind: _, names, notBefore, notAfter, ...rest } = description;
    return { ...rest, names: [...names], notBefore: timestamp(notBefore), notAfter: timestamp(notAfter) };
  }
  const { sha256, pem } = description;
  return {
    subject: phrase('unreadable-certificate').text,
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

/** Where it is written why a TLSA record does not authenticate a server. */
const RECORD_RFCS: Readonly<Record<RecordFault, string>> = {
  'not-presented': 'RFC 6698 §2.1',
  'wrong-usage': 'RFC 7671 §5.1',
  'anchor-not-sent': 'RFC 7672 §3.1.2',
  'no-path': 'RFC 7671 §5.2',
  'wrong-name': 'RFC 7672 §3.2.3',
  expired: 'RFC 7672 §3.1.2',
  'not-yet-valid': 'RFC 7672 §3.1.2',
  'not-a-ca': 'RFC 5280 §6.1.4',
  unsuitable: 'RFC 5280 §4.2.1.12',
  'chain-too-long': 'RFC 5280 §6.1',
  'too-weak': 'RFC 9155 §2',
  'not-judged': 'RFC 5280 §6.1',
  'weaker-digest': 'RFC 7671 §9',
  'pkix-usage': 'RFC 7672 §3.1.3',
  'unknown-usage': 'RFC 6698 §2.1.1',
  'unknown-selector': 'RFC 6698 §2.1.2',
  'unknown-matching-type': 'RFC 6698 §2.1.3',
  'malformed-data': 'RFC 6698 §2.1.4',
};

export interface RecordReason {
  readonly why: Phrase;
  readonly rfc: string;
}

/** @param why what OpenSSL said, or null */
export function reasonOf(fault: RecordFault, why: Phrase | null): RecordReason {
  const reason = phrase(`record-${fault}`);
  return { why: why === null ? reason : phrase('openssl-says', reason, why), rfc: RECORD_RFCS[fault] };
}
