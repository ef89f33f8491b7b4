/** Names as everything here writes them: in lower case and without the dot at the end; '' is the root. */
import { MAX_DOMAIN_NAME, withoutRootDot } from '#text';

/** A name out of a message. Octets that do not print are replaced: such a name may be shown, and is never right. */
export function receivedName(text: string): string {
  return withoutRootDot(text).replace(/[^!-~]/g, '\uFFFD');
}

/** Whether it can be put into a question: labels of 1 to 63 octets, 255 octets in all (RFC 1035 §2.3.4). */
export function isDomainName(name: string): boolean {
  if (name === '') return true;
  return name.length <= MAX_DOMAIN_NAME && /^[!-~]+$/.test(name) && name.split('.').every(isLabel);
}

function isLabel(label: string): boolean {
  return label.length >= 1 && label.length <= 63;
}
