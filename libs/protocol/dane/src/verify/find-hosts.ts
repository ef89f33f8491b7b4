/**
 * The addresses of a mail server and whether they are secure, which decides whether TLSA records are asked for at all,
 * and where: at the name that the aliases lead to, at the name itself, or at both in this order (RFC 7672 §2.2.2).
 */
import type { DnsAnswer, MxRecord, Resolver, SrvRecord } from '#dns';
import { withoutRootDot, type Why, whyOf } from '#text';

export interface HostAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** An answer that is none, about one family of addresses. */
export interface AddressFault extends Why {
  readonly family: 4 | 6;
  readonly kind: 'bogus' | 'failed';
}

export interface HostLookup {
  /** As it was asked for, in lower case and without the dot at the end. */
  readonly host: string;
  /** Where the aliases lead; the host itself when it is none. */
  readonly canonicalName: string;
  readonly addresses: readonly HostAddress[];
  /** Whether all addresses are secure, with every alias on the way. */
  readonly secure: boolean;
  /** With addresses of the other family, mail may still be delivered. */
  readonly faults: readonly AddressFault[];
  /** False when there is no such name, or no address at it. */
  readonly nameExists: boolean;
}

type AddressAnswer = DnsAnswer<string> & { readonly family: 4 | 6 };

/** Looks the addresses of a host up. Never rejects for what DNS answers. */
export async function findHost(
  resolver: Resolver,
  name: string,
  families: readonly (4 | 6)[] = [4, 6],
): Promise<HostLookup> {
  const host = withoutRootDot(name);
  const answers = await Promise.all(
    families.map(async (family): Promise<AddressAnswer> => {
      const answer = await (family === 4 ? resolver.a(host) : resolver.aaaa(host));
      return { ...answer, family };
    }),
  );
  const found = answers.filter((answer) => answer.kind === 'found');
  return {
    host,
    canonicalName: found[0]?.canonicalName ?? host,
    addresses: found.flatMap(({ records, family }) => records.map((address) => ({ address, family }))),
    secure: found.length > 0 && found.every(({ secure }) => secure),
    faults: answers.flatMap(faultOf),
    nameExists: answers.some(
      (answer) => answer.kind === 'found' || (answer.kind === 'none' && answer.nameExists),
    ),
  };
}

function faultOf(answer: AddressAnswer): AddressFault[] {
  if (answer.kind === 'found' || answer.kind === 'none') return [];
  return [{ family: answer.family, kind: answer.kind, ...whyOf(answer) }];
}

// Where the mail of a domain goes: its MX hosts, or itself when it has none (RFC 5321 §5.1, RFC 7672 §2.2.1).

export type MailHosts =
  /** Sorted by preference, the best first, then by name; each once. Whether the records are secure stands in `nextHop`. */
  | {
      readonly kind: 'mx';
      readonly nextHop: NextHop;
      readonly hosts: readonly MailHost[];
      /** Beside the hosts stands a null MX, which has to stand alone (RFC 7505 §3). */
      readonly hasNullMx: boolean;
      /** Seconds. */ readonly ttl: number;
    }
  /** No MX records: the domain itself is the host. `nextHop.secure`: that there are none is proven. */
  | { readonly kind: 'implicit'; readonly nextHop: NextHop; readonly host: string }
  /** The domain takes no mail (RFC 7505); the preferences should be one, and 0. */
  | { readonly kind: 'null-mx'; readonly nextHop: NextHop; readonly preferences: readonly number[] }
  /** There is no such domain. */
  | { readonly kind: 'no-domain'; readonly nextHop: NextHop }
  /** Delivery is delayed (RFC 7672 §2.1.2). */
  | ({ readonly kind: 'bogus' | 'failed'; readonly name: string } & Why);

export interface MailHost {
  readonly name: string;
  readonly preference: number;
}

/** Looks up the mail servers of a domain. Never rejects for what DNS answers. */
export async function findMailHosts(resolver: Resolver, domainName: string): Promise<MailHosts> {
  const domain = withoutRootDot(domainName);
  const answer = await resolver.mx(domain);
  if (answer.kind === 'bogus' || answer.kind === 'failed') {
    return { kind: answer.kind, name: domain, ...whyOf(answer) };
  }
  const nextHop: NextHop = { domain, canonicalDomain: answer.canonicalName, secure: answer.secure };
  if (answer.kind === 'none') {
    if (!answer.nameExists) return { kind: 'no-domain', nextHop };
    return { kind: 'implicit', nextHop, host: domain };
  }
  // RFC 7505 §3: a null MX stands alone; beside others it is a mistake and names no host.
  const hosts = sorted(answer.records.filter(({ exchange }) => exchange !== ''));
  const nullMx = answer.records.filter(({ exchange }) => exchange === '');
  return hosts.length === 0
    ? { kind: 'null-mx', nextHop, preferences: nullMx.map(({ preference }) => preference) }
    : { kind: 'mx', nextHop, hosts, hasNullMx: nullMx.length > 0, ttl: answer.ttl };
}

function sorted(records: readonly MxRecord[]): MailHost[] {
  const preferences = new Map<string, number>();
  for (const { exchange, preference } of records) {
    const name = withoutRootDot(exchange);
    preferences.set(name, Math.min(preference, preferences.get(name) ?? Infinity));
  }
  return [...preferences]
    .map(([name, preference]) => ({ name, preference }))
    .sort((a, b) => a.preference - b.preference || (a.name < b.name ? -1 : 1));
}

// Where a service of a domain runs: `_submission._tcp.example.org` (RFC 2782, RFC 6186), with DANE by RFC 7673.

export type ServiceHosts =
  /** Sorted by priority, then weight. When the records are insecure, DANE does not apply to the hosts (RFC 7673 §3.1). */
  | {
      readonly kind: 'srv';
      readonly name: string;
      /** `domain` is the one that was asked for; a certificate may carry its name as well (RFC 7673 §4). */
      readonly nextHop: NextHop;
      readonly hosts: readonly ServiceHost[];
      /** Seconds. */ readonly ttl: number;
    }
  /** The domain says that it has no such service: the target is `.` (RFC 2782). */
  | { readonly kind: 'no-service'; readonly name: string; readonly nextHop: NextHop }
  | { readonly kind: 'none'; readonly name: string; readonly nextHop: NextHop }
  | ({ readonly kind: 'bogus' | 'failed'; readonly name: string } & Why);

export interface ServiceHost {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

/**
 * Looks up the hosts of a service. Never rejects for what DNS answers.
 *
 * @param service without underscore: `submission`
 */
export async function findServiceHosts(
  resolver: Resolver,
  service: string,
  domainName: string,
): Promise<ServiceHosts> {
  const domain = withoutRootDot(domainName);
  const name = `_${service.toLowerCase()}._tcp.${domain}`;
  const answer = await resolver.srv(name);
  if (answer.kind === 'bogus' || answer.kind === 'failed') {
    return { kind: answer.kind, name, ...whyOf(answer) };
  }
  const nextHop: NextHop = { domain, canonicalDomain: domain, secure: answer.secure };
  if (answer.kind === 'none') return { kind: 'none', name, nextHop };
  const hosts = answer.records.filter(({ target }) => target !== '').map(serviceHost);
  if (hosts.length === 0) return { kind: 'no-service', name, nextHop };
  hosts.sort((a, b) => a.priority - b.priority || b.weight - a.weight || (a.name < b.name ? -1 : 1));
  return { kind: 'srv', name, nextHop, hosts, ttl: answer.ttl };
}

function serviceHost({ target, port, priority, weight }: SrvRecord): ServiceHost {
  return { name: withoutRootDot(target), port, priority, weight };
}

// Of which names one must be in the certificate, for DANE-TA (RFC 7672 §3.2.2, RFC 7673 §4).

/** Where mail was to go before MX or SRV records named the host. */
export interface NextHop {
  readonly domain: string;
  /** Where the aliases of `domain` lead; `domain` itself when it is none. */
  readonly canonicalDomain: string;
  /** Whether the MX or SRV records were secure. */
  readonly secure: boolean;
}

export interface ReferenceInput {
  /** The TLSA base domain, which is always the first. */
  readonly baseDomain: string;
  /** The host as it was named; the base domain may be where its aliases lead. */
  readonly host: string;
  /** Null when the host was named directly, or is the domain itself for want of MX records. */
  readonly nextHop: NextHop | null;
}

/** The names, the most important first, each once. */
export function referenceNamesOf({ baseDomain, host, nextHop }: ReferenceInput): string[] {
  return [...new Set([baseDomain, ...otherNames(host, nextHop)].map((name) => name.toLowerCase()))];
}

function otherNames(host: string, nextHop: NextHop | null): string[] {
  if (nextHop === null) return [host];
  // An attacker may have put these MX records there: they lend the domain's name to nobody.
  return nextHop.secure ? [nextHop.domain, nextHop.canonicalDomain] : [];
}
