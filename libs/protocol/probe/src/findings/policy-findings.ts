/** MTA-STS (RFC 8461) and reports about TLS (RFC 8460): what a domain publishes beside DANE. */
import { entry } from './finding.js';

const GUIDE =
  'The record must be “v=STSv1; id=…”, and the policy must be at https://mta-sts.DOMAIN/.well-known/mta-sts.txt.';

export const POLICY_FINDINGS = {
  'mta-sts-none': entry<{ domain: string }>({
    severity: 'info',
    text: ({ domain }) =>
      `${domain} publishes no MTA-STS policy: mail from senders without DANE is not protected.`,
    advice: 'MTA-STS protects mail from senders that do not validate DNSSEC; it works beside DANE.',
    rfc: 'RFC 8461 §2',
  }),
  'mta-sts-record-invalid': entry<{ name: string; detail: string }>({
    severity: 'warning',
    text: ({ name, detail }) => `The MTA-STS record at ${name} is not valid: ${detail}. Senders ignore it.`,
    advice: GUIDE,
    rfc: 'RFC 8461 §3.1',
  }),
  'mta-sts-lookup-failed': entry<{ name: string; detail: string }>({
    severity: 'warning',
    text: ({ name, detail }) => `The record at ${name} could not be looked up: ${detail}.`,
    advice: null,
    rfc: 'RFC 8461 §3.1',
  }),
  'mta-sts-fetch-failed': entry<{ url: string; detail: string }>({
    severity: 'warning',
    text: ({ url, detail }) => `Could not fetch the MTA-STS policy from ${url}: ${detail}.`,
    advice: 'Serve it over HTTPS, with a certificate from a public CA for that name, and without redirects.',
    rfc: 'RFC 8461 §3.3',
  }),
  'mta-sts-policy-invalid': entry<{ detail: string }>({
    severity: 'warning',
    text: ({ detail }) => `The MTA-STS policy is not valid: ${detail}. Senders ignore it.`,
    advice:
      'It must have the lines version, mode, max_age and, unless the mode is none, one mx for each host.',
    rfc: 'RFC 8461 §3.2',
  }),
  'mta-sts-content-type': entry<{ contentType: string }>({
    severity: 'info',
    text: ({ contentType }) => `The MTA-STS policy is served as ${contentType}, but should be text/plain.`,
    advice: null,
    rfc: 'RFC 8461 §3.2',
  }),
  'mta-sts-mx-not-covered': entry<{ hosts: readonly string[]; mode: string }>({
    severity: ({ mode }) => (mode === 'enforce' ? 'error' : 'warning'),
    text: ({ hosts, mode }) =>
      `The MTA-STS policy (mode ${mode}) does not cover ${hosts.join(', ')}: senders that use it do not deliver there${mode === 'enforce' ? '' : ' once it is enforced'}.`,
    advice: 'Add a line “mx: HOST” for each MX host, and change the id in the record.',
    rfc: 'RFC 8461 §4.1',
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
    severity: 'info',
    text: ({ days }) =>
      `Senders keep the MTA-STS policy for only ${days} ${days === 1 ? 'day' : 'days'}: the shorter, the more often an attacker meets a sender without it.`,
    advice: 'Set max_age to a few weeks; RFC 8461 allows up to a year.',
    rfc: 'RFC 8461 §3.2',
  }),
  'tlsrpt-none': entry<{ domain: string }>({
    severity: 'info',
    text: ({ domain }) => `${domain} asks for no TLS reports: failures of DANE and MTA-STS go unnoticed.`,
    advice: 'Publish a TXT record at _smtp._tls.DOMAIN: “v=TLSRPTv1; rua=mailto:tls-reports@DOMAIN”.',
    rfc: 'RFC 8460 §3',
  }),
  'tlsrpt-at-host': entry<{ host: string; domain: string }>({
    severity: 'info',
    text: ({ host }) =>
      `There is a TLSRPT record at _smtp._tls.${host}, the mail server, but senders look for it at the domain of the recipient.`,
    advice:
      'Publish it at _smtp._tls.DOMAIN for your mail domain; the one at the server counts only for mail to that name.',
    rfc: 'RFC 8460 §3',
  }),
  'tlsrpt-invalid': entry<{ name: string; detail: string }>({
    severity: 'warning',
    text: ({ name, detail }) => `The TLSRPT record at ${name} is not valid: ${detail}. No reports are sent.`,
    advice: 'It must be “v=TLSRPTv1; rua=mailto:ADDRESS” or “…rua=https://…”, and only one.',
    rfc: 'RFC 8460 §3',
  }),
  'tlsrpt-lookup-failed': entry<{ name: string; detail: string }>({
    severity: 'warning',
    text: ({ name, detail }) => `The record at ${name} could not be looked up: ${detail}.`,
    advice: null,
    rfc: 'RFC 8460 §3',
  }),
} as const;
