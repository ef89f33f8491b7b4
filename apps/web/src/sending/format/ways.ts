/** The ways to send the message of a check. */
import type { Level } from '#scenarios';

import type { CheckBody } from '#contracts';
import { t } from '../../shared/texts.js';

export const WAYS = ['mail-app', 'webmail', 'outlook', 'command'] as const;
export type Way = (typeof WAYS)[number];

const UNLABELLED = 'test@';

/** What the API takes as the label of a server; null where it would refuse it. */
export function readLabel(text: string): string | null {
  const label = text.trim().toLowerCase();
  return /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/.test(label) ? label : null;
}

/** Whether some addresses have a place for a label: classic ones, as those of MTA-STS are, hold the token in the local part. */
export function takesLabel({ scenarios }: CheckBody): boolean {
  return scenarios.some(({ address }) => takesIt(address));
}

export function addressesOf(check: CheckBody, label: string | null): string[] {
  return check.scenarios.map(({ address }) =>
    label !== null && takesIt(address) ? address.replace(UNLABELLED, `${label}@`) : address,
  );
}

function takesIt(address: string): boolean {
  return address.startsWith(UNLABELLED);
}

/** A mailto: URI with all recipients, subject and body (RFC 6068 §2). */
export function mailtoUri(addresses: readonly string[], url: string): string {
  const to = addresses.map((address) => encodeURIComponent(address).replace('%40', '@')).join(',');
  return `mailto:${to}?subject=${encodeURIComponent(t.sending.mail.subject)}&body=${encodeURIComponent(t.sending.mail.body(url))}`;
}

/** Where webmail opens a new message. */
export function webmailLinks(addresses: readonly string[]): readonly { name: string; href: string }[] {
  const to = encodeURIComponent(addresses.join(','));
  const subject = encodeURIComponent(t.sending.mail.subject);
  return [
    { name: 'Gmail', href: `https://mail.google.com/mail/?view=cm&fs=1&su=${subject}&to=${to}` },
    {
      name: t.sending.actions.outlookOnTheWeb,
      href: `https://outlook.office.com/mail/deeplink/compose?subject=${subject}&to=${to}`,
    },
  ];
}

export interface MailChoice {
  readonly label: string | null;
  readonly level: Level;
}

/** Works with every program that has sendmail's interface. */
export function sendCommand(url: string, choice: MailChoice): string {
  return `curl -s '${mailPath(url, choice)}' | sendmail -t`;
}

export function mailPath(
  url: string,
  { label, level, format }: MailChoice & { readonly format?: 'draft' },
): string {
  const query = new URLSearchParams({
    ...(level !== 'quick' && { level }),
    ...(format !== undefined && { format }),
    ...(label !== null && { label }),
  }).toString();
  return `${url}/mail${query === '' ? '' : `?${query}`}`;
}

/** Browsers and mail clients on Windows cut URIs that are longer. */
const SAFE_URI_LENGTH = 2000;

export function isSafeUri(uri: string): boolean {
  return uri.length <= SAFE_URI_LENGTH;
}
