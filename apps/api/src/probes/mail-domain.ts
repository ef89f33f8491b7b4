/** What a visitor may enter to be probed: the domain of mail addresses, and nothing else that a resolver would take. */
import { domainToASCII } from 'node:url';

import ipaddr from 'ipaddr.js';

import { withoutRootDot } from '#text';

export type MailDomain =
  | {
      readonly kind: 'domain';
      /** In lower case, in ASCII, without the dot at the end. */ readonly domain: string;
    }
  | { readonly kind: 'unusable'; readonly reason: DomainFault };

export type DomainFault =
  'no-domain' | 'mail-address' | 'url' | 'ip-address' | 'long-domain' | 'not-a-domain' | 'single-word';

const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/** In octets, of which a name on the wire has one more for each label and two at its ends (RFC 1035 §2.3.4). */
const MAX_NAME = 253;

/** Internationalised names may be given as they are written or as they are looked up (RFC 5890). */
export function readMailDomain(text: string): MailDomain {
  const given = withoutRootDot(text.trim());
  if (given === '') return unusable('no-domain');
  if (given.includes('@')) return unusable('mail-address');
  if (/^[a-z]+:\/\//i.test(given)) return unusable('url');
  const ascii = isAddress(given) ? given : domainToASCII(given).toLowerCase();
  // It also reads 0x7f.1 and 127.1 as addresses.
  if (isAddress(ascii)) return unusable('ip-address');
  if (ascii.length > MAX_NAME) return unusable('long-domain');
  const labels = ascii.split('.');
  // What the conversion takes away or decodes, such as percent signs, was no name to begin with.
  if (/[%/\\?#:\s]/.test(given) || !labels.every((label) => LABEL.test(label))) {
    return unusable('not-a-domain');
  }
  if (labels.length < 2) return unusable('single-word');
  return { kind: 'domain', domain: ascii };
}

function unusable(reason: DomainFault): MailDomain {
  return { kind: 'unusable', reason };
}

function isAddress(text: string): boolean {
  const bare = text.replace(/^\[(?:ipv6:)?(.*)\]$/i, '$1');
  return ipaddr.IPv4.isValidFourPartDecimal(bare) || ipaddr.IPv6.isValid(bare);
}
