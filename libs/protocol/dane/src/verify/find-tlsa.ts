/** The TLSA records of a host: whether they are asked for, where they are found, and whether they count (RFC 7672 §2.2.2, §2.2.3). */
import ipaddr from 'ipaddr.js';

import type { TlsaRecord } from '#dns';
import type { DnsAnswer, Resolver } from '#dns';
import { type Why, whyOf } from '#text';

import { findHost, type HostLookup } from './find-hosts.js';

interface TlsaFound {
  /** The TLSA base domain: the server name of the handshake and the first reference name. */
  readonly baseDomain: string;
  /** Where the records were asked for: `_25._tcp.mx.example.org`. */
  readonly name: string;
  /** Where they stand, after aliases. */
  readonly canonicalName: string;
  readonly records: readonly TlsaRecord[];
  /** Seconds. */
  readonly ttl: number;
}

export type TlsaLookup =
  /** DANE applies. */
  | (TlsaFound & { readonly kind: 'secure' })
  /** There are records, for which nothing vouches: DANE does not apply. */
  | (TlsaFound & { readonly kind: 'insecure' })
  /** There are none. `secure`: the denial is proven. */
  | { readonly kind: 'none'; readonly baseDomain: string; readonly name: string; readonly secure: boolean }
  /**
   * They are not asked for, and DANE does not apply: the addresses are insecure (RFC 7672 §2.2.2), the host is an
   * address (§2.2), or there is nothing to connect to.
   */
  | {
      readonly kind: 'not-asked';
      readonly reason: 'insecure-address' | 'address-literal' | 'no-address';
      readonly baseDomain: string;
      readonly name: string;
    }
  /** Senders that use DANE treat the host as unreachable (RFC 7672 §2.1.2). `name` is what was asked. */
  | ({ readonly kind: 'bogus' | 'failed'; readonly baseDomain: string; readonly name: string } & Why);

export interface TlsaSearch {
  readonly host: HostLookup;
  readonly tlsa: TlsaLookup;
}

/** Looks up a host with its addresses and its TLSA records. Never rejects for what DNS answers. */
export async function findTlsa(
  resolver: Resolver,
  name: string,
  port: number,
  families: readonly (4 | 6)[] = [4, 6],
): Promise<TlsaSearch> {
  const literal = addressLiteral(name);
  if (literal !== undefined) return literalSearch(literal, port);
  const host = await findHost(resolver, name, families);
  return { host, tlsa: await tlsaOf(resolver, host, port) };
}

async function tlsaOf(resolver: Resolver, host: HostLookup, port: number): Promise<TlsaLookup> {
  const here = { baseDomain: host.host, name: tlsaName(host.host, port) };
  const [fault] = host.faults;
  if (host.addresses.length === 0) {
    if (fault === undefined) return { kind: 'not-asked', reason: 'no-address', ...here };
    return { kind: fault.kind, baseDomain: host.host, name: host.host, ...whyOf(fault) };
  }
  const isAlias = host.canonicalName !== host.host;
  if (host.secure) {
    return firstSecure(resolver, isAlias ? [host.canonicalName, host.host] : [host.host], port);
  }
  if (!isAlias) return { kind: 'not-asked', reason: 'insecure-address', ...here };

  // The aliases may begin in a signed zone and end in another: then the name itself is asked (RFC 7672 §2.2.2).
  const alias = await resolver.cname(host.host);
  if (alias.kind === 'bogus' || alias.kind === 'failed') {
    return { kind: alias.kind, baseDomain: host.host, name: host.host, ...whyOf(alias) };
  }
  if (!alias.secure) return { kind: 'not-asked', reason: 'insecure-address', ...here };
  return firstSecure(resolver, [host.host], port);
}

/** The first candidate with a secure set is the base domain; an error ends the search (RFC 7672 §2.2.3). */
async function firstSecure(
  resolver: Resolver,
  [baseDomain, ...others]: readonly [string, ...string[]],
  port: number,
): Promise<TlsaLookup> {
  const name = tlsaName(baseDomain, port);
  const lookup = judged(await resolver.tlsa(name), baseDomain, name);
  const [next, ...rest] = others;
  if (next === undefined || (lookup.kind !== 'none' && lookup.kind !== 'insecure')) return lookup;
  const later = await firstSecure(resolver, [next, ...rest], port);
  // Where neither has a secure set, insecure records tell more than none.
  return later.kind === 'none' ? lookup : later;
}

function judged(answer: DnsAnswer<TlsaRecord>, baseDomain: string, name: string): TlsaLookup {
  switch (answer.kind) {
    case 'found': {
      const { canonicalName, records, ttl } = answer;
      return { kind: answer.secure ? 'secure' : 'insecure', baseDomain, name, canonicalName, records, ttl };
    }
    case 'none':
      return { kind: 'none', baseDomain, name, secure: answer.secure };
    case 'bogus':
    case 'failed':
      return { kind: answer.kind, baseDomain, name, ...whyOf(answer) };
  }
}

function tlsaName(baseDomain: string, port: number): string {
  return `_${port}._tcp.${baseDomain}`;
}

/** `192.0.2.1`, `2001:db8::1`, and both in square brackets, the latter maybe with `IPv6:` (RFC 5321 §4.1.3). */
function addressLiteral(name: string): string | undefined {
  const text = /^\[(?:ipv6:)?(.*)\]$/i.exec(name)?.[1] ?? name;
  return familyOf(text) === undefined ? undefined : text;
}

function familyOf(text: string): 4 | 6 | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return 4;
  return ipaddr.IPv6.isValid(text) ? 6 : undefined;
}

function literalSearch(address: string, port: number): TlsaSearch {
  const host: HostLookup = {
    host: address,
    canonicalName: address,
    addresses: [{ address, family: familyOf(address) ?? 4 }],
    secure: false,
    faults: [],
    nameExists: true,
  };
  const name = tlsaName(address, port);
  return { host, tlsa: { kind: 'not-asked', reason: 'address-literal', baseDomain: address, name } };
}
