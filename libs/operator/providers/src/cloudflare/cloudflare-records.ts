/** Records in the words of Cloudflare's API, and back. */
import type { RecordCreateParams, RecordResponse } from 'cloudflare/resources/dns/records';

import { parseTlsa } from '#dane';

import { asciiName, canonicalData, canonicalName, textOf } from '../canonical-data.js';
import { ProviderError } from '../provider-error.js';
import type { RecordType, ZoneRecord } from '../zone-record.js';

/** A TTL of 1 means "automatic", which is this for a record that is not proxied. */
const AUTOMATIC = 1;
const AUTOMATIC_TTL = 300;
/** 60, and 30 in Enterprise zones: the API decides between them. */
const LOWEST_TTL = 30;

/** A record with the identifier by which Cloudflare changes it. */
export interface HeldRecord extends ZoneRecord {
  readonly id: string;
}

/**
 * @throws ProviderError for a proxied record: whoever asks for it gets Cloudflare's addresses instead, where no mail
 *   server listens
 */
export function heldRecord(type: RecordType, response: RecordResponse): HeldRecord {
  const { id, name, ttl, content } = response;
  if (response.proxied === true) {
    throw new ProviderError(
      'refused',
      `Cloudflare answers for ${name} with its own addresses (proxied), where no mail server is reached: ` +
        `set its ${type} record to "DNS only"`,
    );
  }
  return {
    id,
    name: canonicalName(name),
    type,
    ttl: ttl === AUTOMATIC ? AUTOMATIC_TTL : ttl,
    data: canonicalData(type, 'priority' in response ? `${response.priority} ${content}` : (content ?? '')),
  };
}

/** The body of the request that makes the record. */
export function creation(zoneId: string, record: ZoneRecord): RecordCreateParams {
  const { type, data } = record;
  const common = { zone_id: zoneId, name: asciiName(record.name), ttl: usableTtl(record.ttl) };
  switch (type) {
    case 'A':
    case 'AAAA':
      return { ...common, type, content: data, proxied: false };
    case 'TXT':
      return { ...common, type, content: canonicalData(type, data) };
    case 'TLSA':
      return { ...common, type, data: tlsaFields(data) };
    case 'CAA':
      return { ...common, type, data: caaFields(data) };
    case 'CNAME':
      return { ...common, type, content: asciiName(data), proxied: false };
    case 'MX': {
      const [preference, host = ''] = canonicalData(type, data).split(' ');
      return { ...common, type, priority: Number(preference), content: asciiName(host) };
    }
  }
}

/** @throws ProviderError when Cloudflare would take it for "automatic" or refuse it anyway */
export function usableTtl(ttl: number): number {
  if (ttl >= LOWEST_TTL) return ttl;
  throw new ProviderError(
    'refused',
    `A TTL of ${ttl} s is less than Cloudflare allows: 60 s, or 30 s in Enterprise zones (DNS_TTL)`,
  );
}

function tlsaFields(data: string) {
  const parsed = parseTlsa(data);
  if (!parsed.ok) throw new ProviderError('refused', `“${data}” is no TLSA record: ${parsed.reason}`);
  const { usage, selector, matchingType, data: certificate } = parsed.record;
  return {
    usage,
    selector,
    matching_type: matchingType,
    certificate: Buffer.from(certificate).toString('hex'),
  };
}

function caaFields(data: string) {
  const [flags, tag, ...value] = canonicalData('CAA', data).split(' ');
  return { flags: Number(flags), tag: tag ?? '', value: textOf(value.join(' ')) };
}
