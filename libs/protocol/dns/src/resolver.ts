/**
 * What a security-aware stub resolver answers (RFC 4033 §4.9.3, RFC 7672 §2.1.1): each answer is secure or it is not,
 * and an answer that cannot be trusted is no answer. Callers decide by these four kinds alone.
 */
import { type Why } from '#text';

import type { MxRecord, SrvRecord, TlsaRecord } from './message/record-data.js';

/** Names are in lower case and without the dot at the end. */
interface Answered {
  /** Whether the resolver validated the whole answer, with every alias on the path to it (the AD bit). */
  readonly secure: boolean;
  /** The aliases that were followed, from the name that was asked; empty when it is no alias. */
  readonly aliases: readonly string[];
  /** Where the aliases end: the name that was asked, when it is no alias. */
  readonly canonicalName: string;
}

export type DnsAnswer<Data> =
  | (Answered & {
      readonly kind: 'found';
      readonly records: readonly Data[];
      /** Seconds. */ readonly ttl: number;
    })
  /** There is no such record. `nameExists`: NODATA rather than NXDOMAIN. */
  | (Answered & { readonly kind: 'none'; readonly nameExists: boolean })
  /** The validation failed: the same question is answered when checking is disabled (CD). */
  | ({ readonly kind: 'bogus' } & Why)
  /** SERVFAIL for another reason, refused, malformed, or no answer in time. */
  | ({ readonly kind: 'failed' } & Why);

/** The questions that DANE for SMTP asks. Never rejects: what goes wrong is an answer. */
export interface Resolver {
  mx(name: string): Promise<DnsAnswer<MxRecord>>;
  srv(name: string): Promise<DnsAnswer<SrvRecord>>;
  a(name: string): Promise<DnsAnswer<string>>;
  aaaa(name: string): Promise<DnsAnswer<string>>;
  /** The CNAME record of the name itself, not followed: tells whether a first alias is secure (RFC 7672 §2.2.2). */
  cname(name: string): Promise<DnsAnswer<string>>;
  tlsa(name: string): Promise<DnsAnswer<TlsaRecord>>;
  /** The strings of each record joined (RFC 7208 §3.3). */
  txt(name: string): Promise<DnsAnswer<string>>;
  ns(name: string): Promise<DnsAnswer<string>>;
}

/** One question of a resolver. */
type Ask<Data> = (name: string) => Promise<DnsAnswer<Data>>;

/** The same resolver with each of its questions changed in the same way. */
export function wrapResolver(resolver: Resolver, wrap: <Data>(ask: Ask<Data>) => Ask<Data>): Resolver {
  return {
    mx: wrap((name) => resolver.mx(name)),
    srv: wrap((name) => resolver.srv(name)),
    a: wrap((name) => resolver.a(name)),
    aaaa: wrap((name) => resolver.aaaa(name)),
    cname: wrap((name) => resolver.cname(name)),
    tlsa: wrap((name) => resolver.tlsa(name)),
    txt: wrap((name) => resolver.txt(name)),
    ns: wrap((name) => resolver.ns(name)),
  };
}
