/** MTA-STS (RFC 8461) and reports about TLS (RFC 8460): what a domain publishes beside DANE. */
import { entry } from './finding.js';

const GUIDE =
  'The record must be “v=STSv1; id=…”, and the policy stand at https://mta-sts.DOMAIN/.well-known/mta-sts.txt.';

export const POLICY_FINDINGS = {
  'mta-sts-none': entry<{ domain: string }>({
    severity: 'info',
    text: ({ domain }) =>
      `${domain} publishes no MTA-STS policy: senders that know no DANE are not protected.`,
    advice: 'MTA-STS helps with senders that do not validate DNSSEC; it can stand beside DANE.',
    rfc: 'RFC 8461 §2',
  }),
  'mta-sts-record-invalid': entry<{ name: string; detail: string }>({
    severity: 'warning',
    text: ({ name, detail }) =>
      `The MTA-STS record at ${name} is not valid: ${detail}. Senders act as if there were none.`,
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
    text: ({ url, detail }) => `The MTA-STS policy could not be fetched from ${url}: ${detail}.`,
    advice:
      'It must be served over HTTPS, with a certificate of a public CA for that name, and without a redirection.',
    rfc: 'RFC 8461 §3.3',
  }),
  'mta-sts-policy-invalid': entry<{ detail: string }>({
    severity: 'warning',
    text: ({ detail }) => `The MTA-STS policy is not valid: ${detail}. Senders act as if there were none.`,
    advice:
      'It must have the lines version, mode, max_age and, unless the mode is none, one mx for each host.',
    rfc: 'RFC 8461 §3.2',
  }),
  'mta-sts-content-type': entry<{ contentType: string }>({
    severity: 'info',
    text: ({ contentType }) => `The MTA-STS policy is served as ${contentType}, and should be text/plain.`,
    advice: null,
    rfc: 'RFC 8461 §3.2',
  }),
  'mta-sts-mx-not-covered': entry<{ hosts: readonly string[]; mode: string }>({
    severity: ({ mode }) => (mode === 'enforce' ? 'error' : 'warning'),
    text: ({ hosts, mode }) =>
      `The MTA-STS policy (mode ${mode}) names no pattern for ${hosts.join(', ')}: senders that use it do not deliver there${mode === 'enforce' ? '' : ' once it is enforced'}.`,
    advice: 'Add a line “mx: HOST” for each MX host, and change the id in the record.',
    rfc: 'RFC 8461 §4.1',
  }),
  'mta-sts-mode': entry<{ mode: string }>({
    severity: 'info',
    text: ({ mode }) =>
      mode === 'testing'
        ? 'The MTA-STS policy is in mode testing: failures are reported, and mail is delivered all the same.'
        : `The MTA-STS policy is in mode ${mode}: it asks for nothing.`,
    advice: 'Set mode: enforce when the reports show no failures.',
    rfc: 'RFC 8461 §5',
  }),
  'mta-sts-max-age': entry<{ days: number }>({
    severity: 'info',
    text: ({ days }) =>
      `The MTA-STS policy is kept for ${days} days only; the shorter, the more often an attacker meets a sender without it.`,
    advice: 'Set max_age to some weeks (RFC 8461 advises weeks, and allows a year).',
    rfc: 'RFC 8461 §3.2',
  }),
  'tlsrpt-none': entry<{ domain: string }>({
    severity: 'info',
    text: ({ domain }) =>
      `${domain} asks for no reports about TLS: failures of DANE and MTA-STS stay unseen.`,
    advice: 'Publish a TXT record at _smtp._tls.DOMAIN: “v=TLSRPTv1; rua=mailto:tls-reports@DOMAIN”.',
    rfc: 'RFC 8460 §3',
  }),
  'tlsrpt-at-host': entry<{ host: string; domain: string }>({
    severity: 'info',
    text: ({ host }) =>
      `There is a TLSRPT record at _smtp._tls.${host}, the mail server: senders look for it at the domain of the recipient.`,
    advice:
      'Publish it at _smtp._tls. and the mail domain; one at the name of the server is for mail to that name.',
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
