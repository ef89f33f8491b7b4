/** One handshake in the words of the report, with what the TLSA records make of it. */
import { X509Certificate } from 'node:crypto';

import { verifyDane, type RecordResult, type Verification } from '#dane';

import type { HostFacts } from '../host/host-facts.js';
import { tlsaRecordBody } from '../host/tlsa-record-body.js';
import type { CompletedHandshake } from '../tls/handshake.js';
import { judgeOcsp } from '../tls/judge-ocsp.js';
import type { Offer } from '../tls/offer.js';
import { certificateBody } from './certificate-body.js';
import { RECORD_REASONS } from './record-reasons.js';
import type { DaneState, ProbeHandshake, ProbeRecordResult } from '../result.js';

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
  return verification?.outcome ?? 'none';
}

function recordResultBody({ record, result, fault, depth }: RecordResult): ProbeRecordResult {
  const { reason, rfc } = fault === null ? { reason: null, rfc: null } : RECORD_REASONS[fault];
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
