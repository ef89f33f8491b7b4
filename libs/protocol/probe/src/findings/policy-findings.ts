/** MTA-STS (RFC 8461): what a domain publishes beside DANE. */
import type { Phrase } from '#text';

import { entry } from './finding.js';

/** Why a certificate is not one that MTA-STS accepts (RFC 8461 §4.2); `invalid`: what OpenSSL says. */
export type CertificateFault =
  'expired' | 'not-yet-valid' | 'self-signed' | 'unknown-issuer' | 'wrong-name' | 'invalid';

const CERTIFICATE_FAULTS: Readonly<Record<CertificateFault, string>> = {
  expired: 'has expired',
  'not-yet-valid': 'is not valid yet',
  'self-signed': 'is self-signed',
  'unknown-issuer': 'leads to no public CA that is known here, or its intermediate certificates are not sent',
  'wrong-name': 'does not carry that name as a DNS name',
  invalid: 'is not valid',
};

/** What a policy that fails does to mail of senders that use MTA-STS and not DANE. */
const EFFECT = (mode: string): string =>
  mode === 'enforce' ? 'do not deliver there' : 'will not deliver there once the policy is enforced';

const GUIDE =
  'The record must be “v=STSv1; id=…”, and the policy must be at https://mta-sts.DOMAIN/.well-known/mta-sts.txt.';

function daysOf(days: number): string {
  if (days < 1) return 'a part of a day';
  return days === 1 ? '1 day' : `${days} days`;
}

/** Of milliseconds since the epoch. */
function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

export const POLICY_FINDINGS = {
  'mta-sts-none': entry<{ domain: string }>({
    severity: 'info',
    text: ({ domain }) =>
      `${domain} publishes no MTA-STS policy: mail from senders without DANE is not protected.`,
    advice: 'MTA-STS protects mail from senders that do not validate DNSSEC; it works beside DANE.',
    rfc: 'RFC 8461 §2',
  }),
  'mta-sts-record-invalid': entry<{ name: string; detail: Phrase }>({
    severity: 'warning',
    text: ({ name, detail }) => `The MTA-STS record at ${name} is not valid: ${detail}. Senders ignore it.`,
    advice: GUIDE,
    rfc: 'RFC 8461 §3.1',
  }),
  'mta-sts-lookup-failed': entry<{ name: string; detail: Phrase }>({
    severity: 'warning',
    text: ({ name, detail }) => `The record at ${name} could not be looked up: ${detail}.`,
    advice: null,
    rfc: 'RFC 8461 §3.1',
  }),
  'mta-sts-fetch-failed': entry<{ url: string; detail: Phrase }>({
    severity: 'warning',
    text: ({ url, detail }) => `Could not fetch the MTA-STS policy from ${url}: ${detail}.`,
    advice: 'Serve it over HTTPS, with a certificate from a public CA for that name, and without redirects.',
    rfc: 'RFC 8461 §3.3',
  }),
  'mta-sts-policy-invalid': entry<{ detail: Phrase }>({
    severity: 'warning',
    text: ({ detail }) => `The MTA-STS policy is not valid: ${detail}. Senders ignore it.`,
    advice:
      'It must have the lines version, mode, max_age and, unless the mode is none, one mx for each host.',
    rfc: 'RFC 8461 §3.2',
  }),
  'mta-sts-content-type': entry<{ contentType: string | Phrase }>({
    severity: 'warning',
    text: ({ contentType }) =>
      `The MTA-STS policy is served as ${contentType}, not as text/plain: senders that check the type, as they should, ignore it.`,
    advice: 'Have the web server send “Content-Type: text/plain” for it.',
    rfc: 'RFC 8461 §3.2',
  }),
  'mta-sts-mx-not-covered': entry<{ hosts: readonly string[]; mode: string }>({
    severity: ({ mode }) => (mode === 'enforce' ? 'error' : 'warning'),
    text: ({ hosts, mode }) =>
      `The MTA-STS policy (mode ${mode}) does not cover ${hosts.join(', ')}: senders that use it do not deliver there${mode === 'enforce' ? '' : ' once it is enforced'}.`,
    advice: 'Add a line “mx: HOST” for each MX host, and change the id in the record.',
    rfc: 'RFC 8461 §4.1',
  }),
  'mta-sts-mx-no-starttls': entry<{ host: string; mode: string }>({
    severity: ({ mode }) => (mode === 'enforce' ? 'error' : 'warning'),
    text: ({ host, mode }) =>
      `The MTA-STS policy (mode ${mode}) covers ${host}, which offers no STARTTLS: senders that use MTA-STS ${EFFECT(mode)}.`,
    advice: 'Turn on STARTTLS at every address of the host.',
    rfc: 'RFC 8461 §4',
  }),
  'mta-sts-mx-certificate': entry<{
    host: string;
    mode: string;
    fault: CertificateFault;
    error: string | null;
  }>({
    severity: ({ mode }) => (mode === 'enforce' ? 'error' : 'warning'),
    text: ({ host, mode, fault, error }) =>
      `The certificate of ${host} ${CERTIFICATE_FAULTS[fault]}${fault === 'invalid' && error !== null ? ` (${error})` : ''}: senders that use MTA-STS without DANE ${EFFECT(mode)}.`,
    advice:
      'Present a certificate from a public CA with the name of the MX host, and send its intermediate certificates along.',
    rfc: 'RFC 8461 §4.2',
  }),
  'mta-sts-mx-unused': entry<{ patterns: readonly string[] }>({
    severity: 'info',
    text: ({ patterns }) => `The MTA-STS policy allows ${patterns.join(', ')}, which no MX record names.`,
    advice: 'Remove the line when the host is gone, and change the id in the record.',
    rfc: 'RFC 8461 §3.2',
  }),
  'mta-sts-key-repeated': entry<{ keys: readonly string[] }>({
    severity: 'warning',
    text: ({ keys }) => `The MTA-STS policy has ${keys.join(', ')} more than once: only the first counts.`,
    advice: 'Keep the line that you mean, and change the id in the record.',
    rfc: 'RFC 8461 §3.2',
  }),
  'mta-sts-record-key-repeated': entry<{ name: string; keys: readonly string[] }>({
    severity: 'warning',
    text: ({ name, keys }) =>
      `The MTA-STS record at ${name} has ${keys.join(', ')} more than once: only the first counts.`,
    advice: 'Keep the one that you mean.',
    rfc: 'RFC 8461 §3.2',
  }),
  'mta-sts-blank-lines': entry<{ lines: readonly number[] }>({
    severity: 'info',
    text: ({ lines }) =>
      `The MTA-STS policy has blank lines (${lines.join(', ')}), which its syntax does not allow: a strict sender ignores the whole policy.`,
    advice: 'Remove them, and change the id in the record.',
    rfc: 'RFC 8461 §3.2',
  }),
  'mta-sts-key-unknown': entry<{ keys: readonly string[] }>({
    severity: 'info',
    text: ({ keys }) =>
      `The MTA-STS policy has keys that RFC 8461 does not define (${keys.join(', ')}): senders ignore them.`,
    advice: 'Check the spelling: the keys are version, mode, mx and max_age.',
    rfc: 'RFC 8461 §3.2',
  }),
  'mta-sts-record-missing': entry<{ name: string; url: string }>({
    severity: 'warning',
    text: ({ name, url }) =>
      `There is a policy at ${url}, but no MTA-STS record at ${name}: senders never look for the policy.`,
    advice: GUIDE,
    rfc: 'RFC 8461 §3.1',
  }),
  'mta-sts-web-certificate-expires-soon': entry<{ host: string; expiresAt: number }>({
    severity: 'warning',
    text: ({ host, expiresAt }) =>
      `The web server’s certificate for ${host} expires on ${dayOf(expiresAt)}: from then on senders cannot fetch the MTA-STS policy.`,
    advice: 'Renew it, and check that renewal runs by itself.',
    rfc: 'RFC 8461 §3.3',
  }),
  'mta-sts-id-unchanged': entry<{ id: string; seenAt: string; days: number }>({
    severity: 'warning',
    text: ({ id, seenAt, days }) =>
      `The MTA-STS policy has changed since ${seenAt}, but the id in the record is still ${id}: senders that have the old policy keep it for up to ${daysOf(days)}.`,
    advice: 'Change the id in the record whenever you change the policy.',
    rfc: 'RFC 8461 §3.1',
  }),
  'mta-sts-id-changed': entry<{ id: string; seenAt: string }>({
    severity: 'info',
    text: ({ id, seenAt }) =>
      `The id in the MTA-STS record is another one than on ${seenAt} (now ${id}), but the policy is the same: senders fetch it again for nothing.`,
    advice: 'Change the id only when you change the policy.',
    rfc: 'RFC 8461 §3.1',
  }),
  'mta-sts-removed': entry<{ name: string; seenAt: string; days: number }>({
    severity: 'warning',
    text: ({ name, seenAt, days }) =>
      `There is no MTA-STS record at ${name} any more: senders that got the policy of ${seenAt} apply it for up to ${daysOf(days)} from then.`,
    advice:
      'Publish the record again, with a new id, and a policy with “mode: none” and a short max_age, until the old one has expired; then remove both.',
    rfc: 'RFC 8461 §8.3',
  }),
  'mta-sts-testing-unreported': entry<{ domain: string }>({
    severity: 'warning',
    text: ({ domain }) =>
      `The MTA-STS policy is in mode testing, but ${domain} asks for no TLS reports: nobody tells you what fails.`,
    advice: 'Publish a TXT record at _smtp._tls.DOMAIN: “v=TLSRPTv1; rua=mailto:tls-reports@DOMAIN”.',
    rfc: 'RFC 8461 §5',
  }),
  'mta-sts-mode': entry<{ mode: string }>({
    severity: 'info',
    text: ({ mode }) =>
      mode === 'testing'
        ? 'The MTA-STS policy is in mode testing: failures are reported, but mail is delivered anyway.'
        : `The MTA-STS policy is in mode ${mode}: it requires nothing.`,
    advice: 'Set “mode: enforce” once the reports show no failures.',
    rfc: 'RFC 8461 §5',
  }),
  'mta-sts-max-age': entry<{ days: number }>({
    severity: ({ days }) => (days < 1 ? 'warning' : 'info'),
    text: ({ days }) =>
      `Senders keep the MTA-STS policy for only ${daysOf(days)}: the shorter, the more often an attacker meets a sender without it.`,
    advice: 'Set max_age to a few weeks; RFC 8461 allows up to a year.',
    rfc: 'RFC 8461 §3.2',
  }),
} as const;
