/** The message of a check, ready to be sent: for `sendmail -t`, or as a draft that a mail client opens. */
import { formatAddress } from '#checks';
import type { Config } from '#config';
import { SCENARIOS } from '#scenarios';

/** How addresses are separated where they are pasted: RFC 5322 asks for commas, Outlook for semicolons. */
export const SEPARATORS = { ',': ', ', ';': '; ', ' ': ' ', newline: '\n' } as const;
export type Separator = keyof typeof SEPARATORS;

export interface MailOptions {
  readonly token: string;
  /** The page of the check. */
  readonly url: string;
  readonly label: string | null;
}

/** In the host style even where the page shows classic addresses, if there is a label: only there it has a place. */
export function checkAddresses(
  { addressStyle, domain }: Pick<Config, 'addressStyle' | 'domain'>,
  { token, label }: Pick<MailOptions, 'token' | 'label'>,
): string[] {
  const style = label === null ? addressStyle : 'host';
  return SCENARIOS.map(({ id }) => formatAddress(style, token, id, domain, label));
}

/**
 * A message without From, Date and Message-ID: the submission server adds them (RFC 6409 §8). A draft has lines that end in CRLF
 * and `X-Unsent`, by which Outlook opens it for editing.
 */
export function checkMessage(addresses: readonly string[], { url }: MailOptions, isDraft: boolean): string {
  const lines = [
    ...(isDraft ? ['X-Unsent: 1'] : []),
    // One address a line, so that no line comes near the limit of 998 octets (RFC 5322 §2.1.1).
    `To: ${addresses.join(',\n ')}`,
    'Subject: DANE check',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `Result: ${url}`,
    '',
  ];
  const text = lines.join('\n');
  return isDraft ? text.replaceAll('\n', '\r\n') : text;
}
