/** The one form in which names of domains are compared, stored and looked up. */

/** In octets as text, of which a name on the wire has two more (RFC 1035 §2.3.4). */
export const MAX_DOMAIN_NAME = 253;
const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;
const ASCII = /^[\x21-\x7e]*$/;
/** What a parser of URLs takes for something else than a part of the name, or takes away without a word. */
const NO_PART_OF_A_NAME = /[\p{Cc}\p{White_Space}%/\\?#:@[\]<>^|]/u;

/**
 * In lower case and without the dot at the end, whatever the name is made of: for comparing what came from DNS, where any
 * octet may stand.
 */
export function withoutRootDot(name: string): string {
  return (name.endsWith('.') ? name.slice(0, -1) : name).toLowerCase();
}

/**
 * The name in lower case, in A-labels (RFC 5890 §2.3.2.1), without the dot at its end; null for what cannot be a name of a
 * host, a domain or a service: labels of letters, digits, hyphens and underscores, 63 octets each, 253 in all.
 */
export function domainName(text: string): string | null {
  const ascii = ASCII.test(text) ? text : toAscii(text);
  if (ascii === null) return null;
  const name = withoutRootDot(ascii);
  if (name.length > MAX_DOMAIN_NAME) return null;
  return name.split('.').every((label) => LABEL.test(label)) ? name : null;
}

/** What a host is called for short: its first label; null for an address, as an EHLO may have it (RFC 5321 §4.1.3). */
export function firstLabel(name: string): string | null {
  return /^\[|:|^[\d.]+$/.test(name) ? null : (name.split('.')[0] ?? null);
}

/** By the rules of browsers (UTS #46), which also turn full-width and ideographic dots into dots. */
function toAscii(text: string): string | null {
  if (NO_PART_OF_A_NAME.test(text)) return null;
  try {
    return new URL(`http://${text}`).hostname;
  } catch {
    return null;
  }
}

/** The name or address of a URL's host: one of IPv6 without the brackets that a URL puts around it (RFC 3986 §3.2.2). */
export function hostOfUrl({ hostname }: Pick<URL, 'hostname'>): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
