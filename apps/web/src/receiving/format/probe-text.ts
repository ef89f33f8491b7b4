import type {
  ProbeCertificateBody,
  ProbeHandshakeBody,
  ProbeHostBody,
  ProbeTlsaBody,
  ProbeTlsaRecordBody,
} from '#contracts';

import { tlsVersionNumber } from '../../shared/format/tls-version.js';
import { dayOf } from '../../shared/format/time.js';
import { t } from '../../shared/texts.js';

/** `DANE-EE · public key · SHA-256` (RFC 7218). */
export function recordWords({ usage, selector, matchingType }: ProbeTlsaRecordBody): string {
  const words = t.mailServer.tlsa;
  return [
    USAGES[usage] ?? words.usage(usage),
    words.selectors[selector] ?? words.selector(selector),
    words.types[matchingType] ?? words.matchingType(matchingType),
  ].join(' · ');
}

const USAGES = ['PKIX-TA', 'PKIX-EE', 'DANE-TA', 'DANE-EE'];

export function tlsaWords({ status, secure, ttl, records }: ProbeTlsaBody): string {
  const words = t.mailServer.tlsa;
  switch (status) {
    case 'found':
      return words.found(records.length, secure, ttl);
    case 'none':
      return secure ? words.provenNone : words.none;
    case 'bogus':
    case 'failed':
      return words[status];
    case 'not-asked':
      return words.notAsked;
  }
}

export function handshakeWords({ status, error, tls }: ProbeHandshakeBody): string {
  if (status === 'not-offered') return t.mailServer.handshake.noSuchCertificate;
  if (status === 'failed' || tls === null) return error ?? t.mailServer.handshake.failed;
  const exchange = tls.keyExchange === null ? '' : `, ${tls.keyExchange}`;
  return `TLS ${tlsVersionNumber(tls.version)}, ${tls.cipher}${exchange}`;
}

/** `ECDSA P-256, until 30 December 2026`. */
export function certificateWords({ key, notAfter }: ProbeCertificateBody): string {
  return t.mailServer.certificates.until(key, dayOf(notAfter));
}

/** @param isInformed whether anybody validated */
export function hostWords(host: ProbeHostBody, isInformed: boolean): string {
  const { name, port, preference, canonicalName, addressesSecure } = host;
  const signed = addressesSecure ? t.mailServer.addressesSigned : t.mailServer.addressesNotSigned;
  return [
    ...(preference === null ? [] : [t.mailServer.preference(preference)]),
    ...(port === 25 ? [] : [t.mailServer.port(port)]),
    ...(canonicalName === name ? [] : [t.mailServer.aliasOf(canonicalName)]),
    ...(isInformed ? [signed] : []),
  ].join(' · ');
}

/** `1.7 s`. */
export function secondsWords(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}
