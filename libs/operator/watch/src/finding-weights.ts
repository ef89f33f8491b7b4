/** How much each finding of a probe weighs for who watches his own server. */
import type { FindingCode } from '#probe';

/**
 * - `alert`: mail is held back, or will be.
 * - `lost`: an alert where DANE applied before; who never had it has chosen so.
 * - `with-anchor`: dates decide under DANE-TA alone (RFC 7672 §3.1.1).
 * - `mismatch`: an alert unless the records are wrong on purpose.
 * - `if-error`: an alert where it is an error, else worth knowing: a policy that is only tested holds back nothing.
 * - `note`: worth knowing.
 * - `none`: told otherwise, or of no concern here.
 */
export type FindingWeight = 'alert' | 'lost' | 'with-anchor' | 'mismatch' | 'if-error' | 'note' | 'none';

const DNS_WEIGHTS = {
  // The whole look is judged by its resolver first.
  'resolver-does-not-validate': 'none',
  'resolver-validates-in-part': 'none',
  'resolver-not-known-to-validate': 'none',
  'lookup-bogus': 'alert',
  'lookup-failed': 'alert',
  'addresses-half-failed': 'note',
  'no-such-domain': 'alert',
  'null-mx': 'lost',
  'no-mx': 'none',
  'mx-insecure': 'lost',
  'mx-is-address': 'alert',
  'mx-is-alias': 'none',
  'no-srv': 'alert',
  'srv-insecure': 'lost',
  'srv-not-offered': 'lost',
  'no-addresses': 'alert',
  'address-literal': 'lost',
  'addresses-insecure': 'lost',
  'tlsa-insecure': 'lost',
  'tlsa-none': 'lost',
  'tlsa-bogus': 'alert',
  'tlsa-failed': 'alert',
  'left-out': 'note',
  'connections-used-up': 'note',
  // A probe holds them against what a cache has; here they are held against each other.
  'name-servers-disagree': 'none',
  'name-server-failed': 'note',
} as const;

const SERVER_WEIGHTS = {
  unreachable: 'alert',
  'address-unreachable': 'alert',
  'address-forbidden': 'alert',
  'not-looked-at': 'none',
  'prober-without-ipv6': 'none',
  'mx-not-public': 'note',
  'not-served': 'alert',
  'server-silent': 'alert',
  'no-starttls': 'alert',
  'tls-failed': 'alert',
  'starttls-injection': 'note',
  'tls-outdated': 'note',
  'second-handshake-failed': 'note',
  interrupted: 'alert',
} as const;

const CERTIFICATE_WEIGHTS = {
  'tlsa-mismatch': 'mismatch',
  'second-certificate-unpublished': 'mismatch',
  'tlsa-unusable': 'alert',
  'tlsa-record-unusable': 'note',
  'tlsa-record-unmatched': 'note',
  'certificate-expired': 'with-anchor',
  'certificate-not-yet-valid': 'with-anchor',
  'certificate-expires-soon': 'with-anchor',
  'name-not-in-certificate': 'none',
  'reply-slow': 'none',
  'null-mx-beside-others': 'note',
  'null-mx-preference': 'note',
  'path-not-judged': 'note',
  'senders-differ': 'note',
  'weak-key': 'note',
  'ocsp-missing': 'none',
  'ocsp-not-good': 'note',
  'must-staple-missing': 'note',
  'breaks-at-renewal': 'note',
  'tlsa-record-well-known': 'note',
  'rollover-not-ready': 'note',
  'anchor-from-connection': 'none',
} as const;

/** Of a domain's MTA-STS policy: who publishes none has chosen so. One that cannot be had protects nobody. */
const POLICY_WEIGHTS = {
  'mta-sts-none': 'none',
  'mta-sts-record-invalid': 'alert',
  'mta-sts-lookup-failed': 'note',
  'mta-sts-fetch-failed': 'alert',
  'mta-sts-policy-invalid': 'alert',
  'mta-sts-content-type': 'note',
  'mta-sts-mx-not-covered': 'if-error',
  'mta-sts-mx-no-starttls': 'if-error',
  'mta-sts-mx-certificate': 'if-error',
  'mta-sts-mx-unused': 'none',
  'mta-sts-key-repeated': 'note',
  'mta-sts-record-key-repeated': 'note',
  'mta-sts-blank-lines': 'none',
  'mta-sts-key-unknown': 'none',
  'mta-sts-record-missing': 'note',
  'mta-sts-web-certificate-expires-soon': 'alert',
  'mta-sts-id-unchanged': 'alert',
  'mta-sts-id-changed': 'note',
  'mta-sts-removed': 'alert',
  'mta-sts-testing-unreported': 'note',
  'mta-sts-mode': 'none',
  'mta-sts-max-age': 'none',
  'tlsrpt-none': 'none',
  'tlsrpt-at-host': 'none',
  'tlsrpt-invalid': 'note',
  'tlsrpt-lookup-failed': 'none',
} as const;

const WEIGHTS: Readonly<Record<FindingCode, FindingWeight>> = {
  ...DNS_WEIGHTS,
  ...SERVER_WEIGHTS,
  ...CERTIFICATE_WEIGHTS,
  ...POLICY_WEIGHTS,
};

export function weightOf(code: string): FindingWeight {
  return (WEIGHTS as Readonly<Record<string, FindingWeight>>)[code] ?? 'note';
}
