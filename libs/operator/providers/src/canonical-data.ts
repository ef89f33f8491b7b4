/** One way to write the data of a record, so that what a provider gives back can be compared with what it was given. */
import { domainToASCII } from 'node:url';

import ipaddr from 'ipaddr.js';

import { formatTlsa, parseTlsa } from '#dane';
import { withoutRootDot } from '#text';

import type { RecordType, ZoneRecord } from './zone-record.js';

/** Data that cannot be read is given back as it is: it equals nothing that we make. */
export function canonicalData(type: RecordType, data: string): string {
  const text = data.trim();
  switch (type) {
    case 'A':
      return text;
    case 'AAAA':
      return ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text).toRFC5952String() : text;
    case 'TLSA': {
      const parsed = parseTlsa(text);
      return parsed.ok ? formatTlsa(parsed.record) : text;
    }
    case 'TXT':
      return quoteText(textOf(text));
    case 'CAA':
      return canonicalCaa(text);
    case 'CNAME':
      return canonicalName(text);
    case 'MX': {
      const [preference = '', host = ''] = text.split(/\s+/);
      return `${Number(preference)} ${canonicalName(host)}`;
    }
  }
}

/** In lower case and A-labels (RFC 5890 §2.3.2.1), with the dot at its end: providers show either form. */
export function canonicalName(name: string): string {
  return `${asciiName(name)}.`;
}

/** In lower case and A-labels, without the dot at its end. */
export function asciiName(name: string): string {
  const bare = withoutRootDot(name);
  // '' where it cannot be converted: such a name equals nothing but itself.
  return isAscii(bare) ? bare : domainToASCII(bare) || bare;
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

export function canonicalRecord({ name, type, ttl, data }: ZoneRecord): ZoneRecord {
  return { name: canonicalName(name), type, ttl, data: canonicalData(type, data) };
}

/** Whether both are the same record; the TTL is not part of that (RFC 2181 §5). */
export function sameRecord(first: ZoneRecord, second: ZoneRecord): boolean {
  return (
    first.type === second.type &&
    canonicalName(first.name) === canonicalName(second.name) &&
    canonicalData(first.type, first.data) === canonicalData(second.type, second.data)
  );
}

/** The text of a TXT record: its strings joined (RFC 7208 §3.3), or, without quotes, all of it. */
export function textOf(data: string): string {
  const text = data.trim();
  if (!text.startsWith('"')) return text;
  const strings = [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, inner = '']) => inner);
  return strings.join('').replace(/\\(\d{3}|.)/g, (_, escaped: string) => unescape(escaped));
}

/** In strings of at most 255 octets (RFC 1035 §3.3.14). */
export function quoteText(text: string): string {
  const strings = text.match(/.{1,255}/gs) ?? [''];
  return strings.map((part) => `"${part.replace(/["\\]/g, '\\$&')}"`).join(' ');
}

function unescape(escaped: string): string {
  return escaped.length === 3 ? String.fromCharCode(Number(escaped)) : escaped;
}

/** RFC 8659 §4.1: flags, tag in lower case, value in quotes. */
function canonicalCaa(text: string): string {
  const match = /^(\d{1,3})\s+([a-z0-9]+)\s+(.*)$/is.exec(text);
  if (match === null) return text;
  const [, flags = '', tag = '', value = ''] = match;
  return `${Number(flags)} ${tag.toLowerCase()} ${quoteText(textOf(value))}`;
}
