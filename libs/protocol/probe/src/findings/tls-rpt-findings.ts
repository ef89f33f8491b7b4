/** Reports about TLS (RFC 8460), which a domain asks for. */
import type { Phrase } from '#text';

import { entry } from './finding.js';

export const TLS_RPT_FINDINGS = {
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
  'tlsrpt-invalid': entry<{ name: string; detail: Phrase }>({
    severity: 'warning',
    text: ({ name, detail }) => `The TLSRPT record at ${name} is not valid: ${detail}. No reports are sent.`,
    advice: 'It must be “v=TLSRPTv1; rua=mailto:ADDRESS” or “…rua=https://…”, and only one.',
    rfc: 'RFC 8460 §3',
  }),
  'tlsrpt-lookup-failed': entry<{ name: string; detail: Phrase }>({
    severity: 'warning',
    text: ({ name, detail }) => `The record at ${name} could not be looked up: ${detail}.`,
    advice: null,
    rfc: 'RFC 8460 §3',
  }),
} as const;
