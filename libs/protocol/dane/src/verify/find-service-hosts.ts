import { withoutRootDot } from '#text';

/** Where a service of a domain runs: `_submission._tcp.example.org` (RFC 2782, RFC 6186), with DANE by RFC 7673. */
import type { Resolver, SrvRecord } from '#dns';
import type { NextHop } from './reference-names.js';

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
  | { readonly kind: 'bogus' | 'failed'; readonly name: string; readonly detail: string };

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
    return { kind: answer.kind, name, detail: answer.detail };
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
