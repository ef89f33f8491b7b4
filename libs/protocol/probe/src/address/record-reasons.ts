/** Why a TLSA record does not authenticate a server, in words, and where that is written. */
import type { RecordFault } from '#dane';

export interface RecordReason {
  readonly reason: string;
  readonly rfc: string;
}

export const RECORD_REASONS: Readonly<Record<RecordFault, RecordReason>> = {
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
  expired: { reason: 'A certificate on the way to the trust anchor has expired.', rfc: 'RFC 7672 §3.1.2' },
  'not-yet-valid': {
    reason: 'A certificate on the way to the trust anchor is not valid yet.',
    rfc: 'RFC 7672 §3.1.2',
  },
  'not-a-ca': {
    reason: 'A certificate on the way to the trust anchor may not issue the one below it.',
    rfc: 'RFC 5280 §6.1.4',
  },
  unsuitable: {
    reason: 'A certificate on the way to the trust anchor is not meant for TLS servers.',
    rfc: 'RFC 5280 §4.2.1.12',
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
