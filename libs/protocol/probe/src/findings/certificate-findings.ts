/** What the server presented, held against its TLSA records. */
import type { Phrase } from '#text';

import { BOUNCES, entry, type Endpoint } from './finding.js';
import type { ProbeBounce } from '../result.js';

interface At {
  readonly place: Endpoint;
}

interface Mismatch extends At {
  /** Why each record failed, where that is more than that it describes something else. */
  readonly faults: readonly string[];
  readonly reasons: readonly Phrase[];
  /** What each sender makes of it; null: none delivers. */
  readonly senders: readonly Phrase[] | null;
}

interface Renewal {
  readonly record: string;
  readonly of: 'key' | 'certificate' | 'intermediate';
  /** Of an intermediate: its subject. */
  readonly issuer?: string;
  /** Whether a record of the key matches as well. */
  readonly isKeyPublished: boolean;
  readonly notAfter: string;
}

/** Exchange Online has a word of its own for two of the causes. */
function mismatchBounces({ faults }: Pick<Mismatch, 'faults'>): ProbeBounce[] {
  return [
    ...(faults.includes('expired') ? [BOUNCES.exchangeExpired] : []),
    ...(faults.includes('wrong-name') ? [BOUNCES.exchangeWrongName] : []),
    ...(faults.some((fault) => fault !== 'expired' && fault !== 'wrong-name')
      ? [BOUNCES.exchangeTlsaInvalid]
      : []),
    BOUNCES.postfixNotVerified,
    BOUNCES.postfixNotTrusted,
  ];
}

function certificate({ address }: Endpoint, subject: string, depth: number): string {
  return depth === 0
    ? `The certificate of ${address}`
    : `“${subject}”, which ${address} presents with its certificate,`;
}

export const CERTIFICATE_FINDINGS = {
  'tlsa-mismatch': entry<Mismatch>({
    severity: 'error',
    text: ({ place, reasons, senders }) => {
      const verdict =
        senders === null
          ? `Nothing that ${place.address} presents matches a TLSA record: senders that use DANE do not deliver.`
          : `What ${place.address} presents fails its TLSA records, and senders differ. ${senders.join(' ')}`;
      return [verdict, ...reasons].join(' ');
    },
    advice:
      'Publish a TLSA record for the current key now; `havedane probe --suggest` prints it. Next time, publish it at least two TTLs before you switch keys.',
    rfc: 'RFC 7672 §2.2',
    bounces: mismatchBounces,
  }),
  'second-certificate-unpublished': entry<Mismatch & { kind: string }>({
    severity: 'error',
    text: ({ place, kind, senders }) =>
      senders === null
        ? `${place.address} also has an ${kind} certificate, and no TLSA record matches it: senders that prefer ${kind} do not deliver.`
        : `${place.address} also has an ${kind} certificate, which fails the TLSA records. If it is the one that a sender gets: ${senders.join(' ')}`,
    advice: 'Publish a 3 1 1 record for each certificate, or present only the one that is published.',
    rfc: 'RFC 7671 §5.1',
    bounces: mismatchBounces,
  }),
  'tlsa-unusable': entry<{ name: string }>({
    severity: 'warning',
    text: ({ name }) =>
      `None of the TLSA records at ${name} is usable: senders require TLS but verify nobody.`,
    advice: 'Publish a 3 1 1 record. SMTP does not use usages 0 and 1.',
    rfc: 'RFC 7672 §3.1.3',
  }),
  'tlsa-record-unusable': entry<{ record: string; reason: Phrase }>({
    severity: 'warning',
    text: ({ record, reason }) => `The TLSA record “${record}” is unusable. ${reason}`,
    advice: 'Remove the record, or replace it with a 3 1 1 record.',
    rfc: 'RFC 7672 §3.1',
  }),
  'tlsa-record-unmatched': entry<{ record: string; reason: Phrase }>({
    severity: 'info',
    text: ({ record, reason }) => `The TLSA record “${record}” matches nothing that is presented. ${reason}`,
    advice: 'Fine if this is your previous or next key; otherwise remove it.',
    rfc: 'RFC 7671 §8.1',
  }),
  'certificate-expired': entry<At & { notAfter: string }>({
    severity: 'warning',
    text: ({ place, notAfter }) =>
      `The certificate of ${place.address} expired on ${notAfter}. DANE-EE ignores dates; some senders do not.`,
    advice: 'Renew the certificate, with the same key if a 3 1 1 record is published.',
    rfc: 'RFC 7672 §3.1.1',
    bounces: () => [BOUNCES.exchangeExpired],
  }),
  'certificate-not-yet-valid': entry<At & { subject: string; notBefore: string; depth: number }>({
    severity: 'warning',
    text: ({ place, subject, notBefore, depth }) =>
      `${certificate(place, subject, depth)} is not valid before ${notBefore}. DANE-EE ignores dates; some senders do not.`,
    advice: 'Check the clock of the machine that issued it.',
    rfc: 'RFC 7672 §3.1.1',
    bounces: () => [BOUNCES.exchangeTlsaInvalid],
  }),
  'certificate-expires-soon': entry<
    At & { subject: string; notAfter: string; depth: number; leftMs: number }
  >({
    severity: 'warning',
    text: ({ place, subject, notAfter, depth, leftMs }) =>
      `${certificate(place, subject, depth)} ${leftMs < 0 ? 'expired' : 'expires'} on ${notAfter}.`,
    advice: 'Renew it. With the same key, a 3 1 1 record still matches; a new key needs its record first.',
    rfc: 'RFC 7671 §8.1',
  }),
  'name-not-in-certificate': entry<At & { accepted: readonly string[] }>({
    severity: 'info',
    text: ({ place, accepted }) =>
      `The certificate of ${place.address} contains none of the names ${accepted.join(', ')}. DANE-EE does not require that; DANE-TA and MTA-STS do.`,
    advice: null,
    rfc: 'RFC 7672 §3.1.1',
  }),
  'path-not-judged': entry<At & { detail: Phrase }>({
    severity: 'warning',
    text: ({ place, detail }) =>
      `Could not determine whether the certificates of ${place.address} lead to the trust anchor: ${detail}.`,
    advice: 'Install the openssl program where this probe runs (on Debian: apt-get install openssl).',
    rfc: 'RFC 7671 §5.2',
  }),
  'senders-differ': entry<At & { reason: Phrase; senders: readonly Phrase[] }>({
    severity: 'warning',
    text: ({ place, reason, senders }) =>
      `Senders differ on the certificates of ${place.address}: ${reason}. ${senders.join(' ')}`,
    advice:
      'Get a certificate from a CA whose own certificate is valid and marked as a CA, or publish a 3 1 1 record.',
    rfc: 'RFC 5280 §6.1.4',
  }),
  'weak-key': entry<At & { key: string }>({
    severity: 'warning',
    text: ({ place, key }) => `The key of ${place.address} is weak (${key}): some senders refuse it.`,
    advice: 'Create a new key, RSA with 2048 bits or ECDSA P-256, and publish its record before you use it.',
    rfc: 'RFC 9325 §4.1',
  }),
  'ocsp-missing': entry<At>({
    severity: 'error',
    text: ({ place }) => `${place.address} staples no OCSP response.`,
    advice: 'Turn on OCSP stapling; some CAs no longer offer OCSP.',
    rfc: 'RFC 6066 §8',
  }),
  'ocsp-not-good': entry<At & { text: Phrase; isExpected: boolean; status: string }>({
    severity: ({ isExpected, status }) =>
      isExpected && status !== 'try-later' && status !== 'not-checked' ? 'error' : 'warning',
    text: ({ place, text }) =>
      `The OCSP response stapled by ${place.address} is not known to be good: ${text}`,
    advice: 'Check how the server fetches it; replace the certificate if it was revoked.',
    rfc: 'RFC 6960 §2.2',
  }),
  'must-staple-missing': entry<At>({
    severity: 'warning',
    text: ({ place }) =>
      `The certificate of ${place.address} requires a stapled OCSP response (must-staple), but the server staples none: clients that honor that refuse it.`,
    advice: 'Turn on OCSP stapling, or get a certificate without must-staple.',
    rfc: 'RFC 7633 §4',
  }),
  'breaks-at-renewal': entry<Renewal>({
    // With the key published as well it takes both, a new key and another intermediate.
    severity: ({ of, isKeyPublished }) =>
      of === 'key' || (of === 'intermediate' && isKeyPublished) ? 'info' : 'warning',
    text: ({ record, of, issuer = '', notAfter }) => {
      switch (of) {
        case 'key':
          return `The TLSA record “${record}” is for the key. If the renewal before ${notAfter} creates a new key, as certbot does by default, nothing matches any more.`;
        case 'certificate':
          return `The TLSA record “${record}” is for the whole certificate. The renewal before ${notAfter} creates another, and nothing matches any more.`;
        case 'intermediate':
          return `The TLSA record “${record}” is for the intermediate “${issuer}”. The CA picks one of several for each certificate: if the renewal before ${notAfter} gets another one, the record no longer matches.`;
      }
    },
    advice:
      'Publish 3 1 1 and keep the key when you renew (certbot: `--reuse-key`), or publish the record for the next key two TTLs before you use it.',
    rfc: 'RFC 7671 §8.1',
  }),
  'tlsa-record-well-known': entry<{ record: string; what: Phrase }>({
    severity: 'warning',
    text: ({ record, what }) => `The TLSA record “${record}” ${what}: it matches no current certificate.`,
    advice: 'Remove it, and publish a record for the key in use; `havedane probe --suggest` prints it.',
    rfc: 'RFC 7671 §8.1',
  }),
  'rollover-not-ready': entry<{ text: Phrase }>({
    severity: 'info',
    text: ({ text }) => text,
    advice:
      'Publish a record for the next key beside that for the current one (3 1 1 + 3 1 1), or one for the issuer (3 1 1 + 2 1 1).',
    rfc: 'RFC 7671 §8',
  }),
  'anchor-from-connection': entry({
    severity: 'warning',
    text: () =>
      'The suggested 2 x x records come from this connection: an attacker on the path could have put another CA there.',
    advice: 'Compare them with the certificate that your CA publishes before you use them.',
    rfc: 'RFC 7671 §5.2',
  }),
} as const;
