import { withoutRootDot } from '#text';

/** Where the mail of a domain goes: its MX hosts, or itself when it has none (RFC 5321 §5.1, RFC 7672 §2.2.1). */
import type { MxRecord, Resolver } from '#dns';
import type { NextHop } from './reference-names.js';

export type MailHosts =
  /** Sorted by preference, the best first, then by name; each once. Whether the records are secure stands in `nextHop`. */
  | {
      readonly kind: 'mx';
      readonly nextHop: NextHop;
      readonly hosts: readonly MailHost[];
      /** Seconds. */ readonly ttl: number;
    }
  /** No MX records: the domain itself is the host. `nextHop.secure`: that there are none is proven. */
  | { readonly kind: 'implicit'; readonly nextHop: NextHop; readonly host: string }
  /** The domain takes no mail (RFC 7505). */
  | { readonly kind: 'null-mx'; readonly nextHop: NextHop }
  /** There is no such domain. */
  | { readonly kind: 'no-domain'; readonly nextHop: NextHop }
  /** Delivery is delayed (RFC 7672 §2.1.2). */
  | { readonly kind: 'bogus' | 'failed'; readonly name: string; readonly detail: string };

export interface MailHost {
  readonly name: string;
  readonly preference: number;
}

/** Looks up the mail servers of a domain. Never rejects for what DNS answers. */
export async function findMailHosts(resolver: Resolver, domainName: string): Promise<MailHosts> {
  const domain = withoutRootDot(domainName);
  const answer = await resolver.mx(domain);
  if (answer.kind === 'bogus' || answer.kind === 'failed') {
    return { kind: answer.kind, name: domain, detail: answer.detail };
  }
  const nextHop: NextHop = { domain, canonicalDomain: answer.canonicalName, secure: answer.secure };
  if (answer.kind === 'none') {
    if (!answer.nameExists) return { kind: 'no-domain', nextHop };
    return { kind: 'implicit', nextHop, host: domain };
  }
  // RFC 7505 §3: a null MX stands alone; beside others it is a mistake and names no host.
  const hosts = sorted(answer.records.filter(({ exchange }) => exchange !== ''));
  return hosts.length === 0 ? { kind: 'null-mx', nextHop } : { kind: 'mx', nextHop, hosts, ttl: answer.ttl };
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
