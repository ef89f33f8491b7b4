/** The text of a TLSA record as it stands in a zone file: `3 1 1 0a1b…` (RFC 6698 §2.2). */
import type { TlsaRecord } from '#dns';

export type ParsedTlsa =
  { readonly ok: true; readonly record: TlsaRecord } | { readonly ok: false; readonly reason: string };

/** The record's text, with the data in lower-case hexadecimal. */
export function formatTlsa({ usage, selector, matchingType, data }: TlsaRecord): string {
  return `${usage} ${selector} ${matchingType} ${Buffer.from(data).toString('hex')}`;
}

/** Reads the text of a record. The data may be in upper case and divided by white space, as the RFC allows. */
export function parseTlsa(text: string): ParsedTlsa {
  const [usage, selector, matchingType, ...parts] = text.trim().split(/\s+/);
  const octets = [usage, selector, matchingType].map(parseOctet);
  const bad = ['usage', 'selector', 'matching type'].filter((_, index) => octets[index] === undefined);
  if (bad.length > 0) {
    return { ok: false, reason: `the ${bad.join(' and the ')} must be a number from 0 to 255` };
  }

  const hex = parts.join('');
  if (!/^([0-9a-f]{2})+$/i.test(hex)) {
    return { ok: false, reason: 'the association data must be pairs of hexadecimal digits' };
  }
  const [first = 0, second = 0, third = 0] = octets;
  return {
    ok: true,
    record: { usage: first, selector: second, matchingType: third, data: Buffer.from(hex, 'hex') },
  };
}

function parseOctet(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,3}$/.test(text)) return undefined;
  const value = Number(text);
  return value <= 255 ? value : undefined;
}
