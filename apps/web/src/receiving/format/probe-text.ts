import type {
  ProbeCertificateBody,
  ProbeHandshakeBody,
  ProbeHostBody,
  ProbePolicyBody,
  ProbeTlsaBody,
  ProbeTlsaRecordBody,
} from '#contracts';

import { tlsVersionNumber } from '../../shared/format/tls-version.js';
import { dayOf } from '../../shared/format/time.js';

/** `DANE-EE · public key · SHA-256` (RFC 7218). */
export function recordWords({ usage, selector, matchingType }: ProbeTlsaRecordBody): string {
  const usages = ['PKIX-TA', 'PKIX-EE', 'DANE-TA', 'DANE-EE'];
  const selectors = ['certificate', 'public key'];
  const types = ['in full', 'SHA-256', 'SHA-512'];
  return [
    usages[usage] ?? `usage ${usage}`,
    selectors[selector] ?? `selector ${selector}`,
    types[matchingType] ?? `matching type ${matchingType}`,
  ].join(' · ');
}

export function tlsaWords({ status, secure, ttl, records }: ProbeTlsaBody): string {
  switch (status) {
    case 'found': {
      const count = `${records.length} record${records.length === 1 ? '' : 's'}`;
      const life = ttl === null ? '' : `, valid for ${ttl} s in caches`;
      return `${count}, ${secure ? 'signed (DNSSEC)' : 'not signed, so they do not count'}${life}`;
    }
    case 'none':
      return secure ? 'none, and DNSSEC proves it' : 'none';
    case 'bogus':
      return 'the answer is not valid (DNSSEC)';
    case 'failed':
      return 'the name servers did not answer';
    case 'not-asked':
      return 'not asked for: without signed addresses they do not count';
  }
}

export function offeredWords(offered: ProbeHandshakeBody['offered']): string {
  switch (offered) {
    case 'any':
      return 'Any certificate';
    case 'rsa':
      return 'RSA only';
    case 'ecdsa':
      return 'ECDSA only';
  }
}

export function handshakeWords({ status, error, tls }: ProbeHandshakeBody): string {
  if (status === 'not-offered') return 'no such certificate';
  if (status === 'failed' || tls === null) return error ?? 'the handshake failed';
  const exchange = tls.keyExchange === null ? '' : `, ${tls.keyExchange}`;
  return `TLS ${tlsVersionNumber(tls.version)}, ${tls.cipher}${exchange}`;
}

/** `ECDSA P-256, until 30 December 2026`. */
export function certificateWords({ key, notAfter }: ProbeCertificateBody): string {
  return `${key}, until ${dayOf(notAfter)}`;
}

/** @param isInformed whether anybody validated */
export function hostWords(host: ProbeHostBody, isInformed: boolean): string {
  const { name, port, preference, canonicalName, addressesSecure } = host;
  const signed = addressesSecure ? 'addresses signed (DNSSEC)' : 'addresses not signed';
  return [
    ...(preference === null ? [] : [`Preference ${preference}`]),
    ...(port === 25 ? [] : [`port ${port}`]),
    ...(canonicalName === name ? [] : [`alias of ${canonicalName}`]),
    ...(isInformed ? [signed] : []),
  ].join(' · ');
}

export function policyWords(status: ProbePolicyBody['status']): string {
  switch (status) {
    case 'found':
      return 'published';
    case 'none':
      return 'none';
    case 'invalid':
      return 'not valid';
    case 'failed':
      return 'could not be fetched';
  }
}

/** `1.7 s`. */
export function secondsWords(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}
