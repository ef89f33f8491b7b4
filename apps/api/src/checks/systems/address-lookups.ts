/**
 * What DNS says about one client address. A system is more than one address, and neither a common network nor an EHLO name
 * that anybody can claim shows which ones belong to it; the owner of a domain can, by an address record or by SPF.
 */
import ipaddr from 'ipaddr.js';
import type { DNSResolver } from 'mailauth';
import { spf } from 'mailauth/lib/spf/index.js';
import { getDomain } from 'tldts';

import { normalizeAddress, type SystemLink } from '#checks';
import { reverseName } from '#dns';
import { errnoCode } from '#text';

import type { DnsLookup } from './dns-lookup.js';

/** Nobody's (RFC 5737, RFC 3849): an SPF record that authorises these authorises everybody. */
const NOBODY = { ipv4: '192.0.2.255', ipv6: '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff' } as const;

/** The name in the address's PTR record, confirmed or not: it is shown and proves nothing. Null without one. */
export async function lookUpReverseName(lookup: DnsLookup, address: string): Promise<string | null> {
  const [first] = await recordsOf(lookup, reverseName(address), 'PTR');
  return first ?? null;
}

/**
 * The registrable domain of the EHLO name if that name resolves to the address. Domains under which customers of a hoster
 * get names of their own count as suffixes: those customers are no system.
 */
export async function lookUpConfirmedDomain(
  lookup: DnsLookup,
  address: string,
  name: string,
): Promise<SystemLink | null> {
  const domain = getDomain(name, { allowPrivateDomains: true });
  if (domain === null) return null;
  const type = ipaddr.parse(address).kind() === 'ipv4' ? 'A' : 'AAAA';
  const addresses = await recordsOf(lookup, name, type);
  const isConfirmed = addresses.some((found) => normalizeAddress(found) === normalizeAddress(address));
  return isConfirmed ? { evidence: 'forward-confirmed', domain } : null;
}

/** Likewise of the name in its PTR record: a client that gives no name of its own. */
export async function lookUpConfirmedReverse(lookup: DnsLookup, address: string): Promise<SystemLink | null> {
  const name = await lookUpReverseName(lookup, address);
  return name === null ? null : lookUpConfirmedDomain(lookup, address, name);
}

/**
 * An SPF record should fit into 512 octets (RFC 7208 §3.4), and a name in it has at most 253. The owner of a domain may
 * publish others, at names of which the expressions of the library look again and again: for minutes, on this thread.
 */
const LONGEST_RECORD = 4_096;
const LONGEST_TERM = 300;

function withoutLongTexts(lookup: DnsLookup): DnsLookup {
  return async (name, type) => {
    const records = await lookup(name, type);
    return type === 'TXT' && Array.isArray(records) ? records.filter(isShort) : records;
  };
}

function isShort(strings: unknown): boolean {
  const text = Array.isArray(strings) ? strings.join('') : '';
  return text.length <= LONGEST_RECORD && text.split(' ').every(({ length }) => length <= LONGEST_TERM);
}

/** Whether the SPF record of the envelope domain authorises the address, and not just anybody (RFC 7208 §2.6.3). */
export async function lookUpSpf(
  lookup: DnsLookup,
  address: string,
  domain: string,
): Promise<SystemLink | null> {
  const passes = async (ip: string): Promise<boolean> => {
    const { status } = await spf({
      ...{ ip, sender: `postmaster@${domain}`, helo: domain, mta: domain },
      // Its declaration leaves out the types that SPF asks for beside TXT.
      resolver: withoutLongTexts(lookup) as DNSResolver,
    });
    return status.result === 'pass';
  };
  const kind = ipaddr.parse(address).kind();
  return (await passes(address)) && !(await passes(NOBODY[kind])) ? { evidence: 'spf', domain } : null;
}

/** Codes of c-ares: DNS has answered, and there is no such record. */
const NOTHING_THERE: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME']);

async function recordsOf(lookup: DnsLookup, name: string, type: string): Promise<string[]> {
  try {
    const records = await lookup(name, type);
    return Array.isArray(records) ? records.filter((record) => typeof record === 'string') : [];
  } catch (error) {
    if (NOTHING_THERE.has(errnoCode(error) ?? '')) return [];
    throw error;
  }
}
