/** Which host a session was opened to, and which one a recipient names. */
import { type Scenario, findScenario } from '#scenarios';
import { withoutRootDot } from '#text';

import type { SeenObservation } from './verdict.js';

/** The domain of a mail address, in lower case. */
export function domainOf(address: string | null): string | null {
  const at = address?.lastIndexOf('@') ?? -1;
  return address === null || at < 0 ? null : normalize(address.slice(at + 1));
}

/** Another scenario, whose host the connection had been opened to before the recipient named this one; null where none is known. */
export function openedToOther(
  seen: SeenObservation,
  catalogue: ReadonlyMap<string, Scenario>,
): Scenario | null {
  const label = namedBelowDomain(seen)?.split('.').at(-1) ?? '';
  const other = sharedBy(label, catalogue) ?? known(label, catalogue);
  return other === undefined || other.id === seen.scenario ? null : other;
}

/** Whether it delivered over TLS without naming a host of ours, as no sender with DANE does (RFC 7672 §8.1). */
export function namesNoHost(seen: SeenObservation): boolean {
  return seen.kind === 'delivered' && seen.tls !== null && namedBelowDomain(seen) === null;
}

/** What the server name has before our domain, which the recipient shows; null where it is another name, or none was sent. */
function namedBelowDomain({ scenario, tls, evidence }: SeenObservation): string | null {
  const labels = domainOf(evidence?.recipient ?? null)?.split('.') ?? [];
  const at = labels.indexOf(scenario);
  if (at < 0 || at > 1) return null;
  const domain = `.${labels.slice(at + 1).join('.')}`;
  const opened = normalize(tls?.serverName ?? '');
  return opened.endsWith(domain) ? opened.slice(0, -domain.length) : null;
}

/** The scenario whose checks all share the mail server with that label below DOMAIN (mail-hosts.ts). */
function sharedBy(label: string, catalogue: ReadonlyMap<string, Scenario>): Scenario | undefined {
  const scenario = known(/^mx\d-(.+)$/.exec(label)?.[1] ?? '', catalogue);
  return scenario?.mx === undefined ? undefined : scenario;
}

/** Those of the other mechanism are in another catalogue. */
function known(id: string, catalogue: ReadonlyMap<string, Scenario>): Scenario | undefined {
  return catalogue.get(id) ?? findScenario(id);
}

/**
 * Whether a message came over a connection to another host: what was presented there, perhaps by a release, says nothing about
 * this one.
 */
export function wasReused(seen: SeenObservation, catalogue: ReadonlyMap<string, Scenario>): boolean {
  return openedToOther(seen, catalogue) !== null || openedToOtherCheck(seen);
}

/** The same host of another check, which may have been released: what was shown there is not known here. */
function openedToOtherCheck({ scenario, tls, evidence }: SeenObservation): boolean {
  const [local = '', domain = ''] = (evidence?.recipient?.toLowerCase() ?? '').split(/@(?=[^@]*$)/);
  const [first = ''] = domain.split('.');
  const host = first === scenario ? domain : domain.slice(first.length + 1);
  const token = first === scenario ? local : first;
  const opened = normalize(tls?.serverName ?? '');
  return opened.endsWith(`.${host}`) && host.startsWith(`${scenario}.`) && opened !== `${token}.${host}`;
}

function normalize(name: string): string {
  return withoutRootDot(name);
}

/** The TLS versions of some sessions, each once. */
export function versionsOf(seen: readonly SeenObservation[]): string[] {
  return [...new Set(seen.flatMap(({ tls }) => tls?.version ?? []))];
}
