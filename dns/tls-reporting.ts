/**
 * The record that asks senders for reports on TLS (RFC 8460 §3): how many of their sessions with us succeeded, and why
 * the others failed. The name it stands at is `_smtp._tls.` and the domain of the mail address.
 */

import { TLS_REPORTS_MAILBOX } from '#checks';

/** Where the API takes reports. */
const PATH = '/api/tlsrpt';
/** What one character-string of a TXT record holds (RFC 1035 §3.3). */
const MAX_STRING = 255;

/** The data of the TXT record, in presentation format. */
export function tlsReportingRecord(domain: string, publicUrl: string): string {
  // Plain http is no scheme of the standard.
  const overHttps = publicUrl.startsWith('https://') ? [encoded(`${publicUrl}${PATH}`)] : [];
  const text = `v=TLSRPTv1; rua=${[`mailto:${TLS_REPORTS_MAILBOX}@${domain}`, ...overHttps].join(',')}`;
  const strings = text.match(new RegExp(`.{1,${MAX_STRING}}`, 'g')) ?? [];
  return strings.map((part) => `"${part.replaceAll(/[\\"]/g, '\\$&')}"`).join(' ');
}

/** These three separate what stands in the record, so a URL must not hold them. */
function encoded(url: string): string {
  return url.replaceAll(/[,!;]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
