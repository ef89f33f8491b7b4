/** The message of a check, ready to be sent: for `sendmail -t`, or as a draft that a mail client opens. */
import { formatAddress } from '#checks';
import type { Config } from '#config';
import { type KnownScenario, type Mailing, scenariosOfMailing } from '#scenarios';

/** How addresses are separated where they are pasted: RFC 5322 asks for commas, Outlook for semicolons. */
export const SEPARATORS = { ',': ', ', ';': '; ', ' ': ' ', newline: '\n' } as const;
export type Separator = keyof typeof SEPARATORS;

export interface MailOptions {
  readonly token: string;
  readonly label: string | null;
  readonly level: Mailing;
}

/** In the host style even where the page shows classic addresses, if there is a label: only there it has a place. */
export function checkAddresses(
  { addressStyle, domain }: Pick<Config, 'addressStyle' | 'domain'>,
  { token, label, level }: MailOptions,
  offered: readonly KnownScenario[],
): string[] {
  const style = label === null ? addressStyle : 'host';
  return scenariosOfMailing(level, offered).map(({ id }) => formatAddress(style, token, id, domain, label));
}

/**
 * A message without From, Date and Message-ID: the submission server adds them (RFC 6409 §8). A draft has lines that end in CRLF
 * and `X-Unsent`, by which Outlook opens it for editing.
 *
 * @param url the page of the check
 */
export function checkMessage(addresses: readonly string[], url: string, isDraft: boolean): string {
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
