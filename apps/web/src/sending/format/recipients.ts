import type { CheckBody } from '#contracts';

type Recipients = CheckBody['scenarios'];

/**
 * All addresses as a mail client takes them in its To field: comma-separated, with display names as quoted strings
 * (RFC 5322 §3.4, §3.2.4).
 */
export function recipientList(scenarios: Recipients): string {
  return scenarios.map(({ title, address }) => `"${escapeQuoted(title)}" <${address}>`).join(', ');
}

/** A mailto: URI with all recipients, subject and body (RFC 6068 §2; it has no place for display names). */
export function mailtoUri(check: CheckBody): string {
  const to = check.scenarios.map(({ address }) => encodeURIComponent(address).replace('%40', '@')).join(',');
  const subject = encodeURIComponent('DANE check');
  const body = encodeURIComponent(`Result: ${check.url}`);
  return `mailto:${to}?subject=${subject}&body=${body}`;
}

function escapeQuoted(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}
