/**
 * Whether DNS answers for a scenario as the table says, seen through a validating resolver: a host in another state than planned
 * must not be measured, for a sender that does what is right there would look as if it did not.
 */
import {
  checkHost,
  type MailHost,
  mailHosts,
  policyAt,
  policyRecords,
  scenarioHost,
  tlsaNameOf,
} from '#checks';
import { formatTlsa } from '#dane';
import type { DnsAnswer, MxRecord, StubResolver } from '#dns';
import { isSettled, type KnownScenario } from '#scenarios';

/** `unanswered`: nothing is known. `differs`: an answer that is not as planned. */
export interface DnsFault {
  readonly kind: 'unanswered' | 'differs';
  /** Without a dot at its end. */
  readonly name: string;
  readonly expected: string;
  readonly found: string;
}

type Resolver = Pick<StubResolver, 'mx' | 'a' | 'aaaa' | 'tlsa' | 'txt'>;

interface Names {
  readonly domain: string;
  /** In place of the token of a check, and of none that exists: what is asked is no evidence of anybody. */
  readonly label: string;
}

/** The first thing that is not as planned, or null. */
export async function dnsFault(
  scenario: KnownScenario,
  { domain, label }: Names,
  resolver: Resolver,
  at = Date.now(),
): Promise<DnsFault | null> {
  const hosts = mailHosts(scenario, domain).map((host) => ({
    ...host,
    name: host.name.replace('*', label),
  }));
  const faults = [
    await mxFault(scenario, checkHost(label, scenario.id, domain), hosts, resolver),
    ...(await Promise.all(hosts.map((host) => addressFault(host, resolver)))),
    ...(await Promise.all(hosts.map((host) => tlsaFault(host, resolver)))),
    await policyFault(scenario, domain, resolver, at),
  ].filter((fault) => fault !== null);
  return faults.find(({ kind }) => kind === 'differs') ?? faults[0] ?? null;
}

async function mxFault(
  { zone }: KnownScenario,
  name: string,
  hosts: readonly MailHost[],
  resolver: Resolver,
): Promise<DnsFault | null> {
  const planned = hosts.flatMap((host) => (host.mx === null ? [] : [`${host.mx.preference} ${host.name}`]));
  const security = zone === undefined ? 'secure' : 'insecure';
  const text = ({ preference, exchange }: MxRecord): string => `${preference} ${exchange}`;
  return compare(name, planned, security, await resolver.mx(name), text);
}

/** What the addresses are is for the operator to say: that there is one, and whether it validates, decides what a sender does. */
async function addressFault({ name, security }: MailHost, resolver: Resolver): Promise<DnsFault | null> {
  const answers = await Promise.all([resolver.a(name), resolver.aaaa(name)]);
  const wanted = security === 'insecure' ? 'insecure' : 'secure';
  const found = answers.find(({ kind }) => kind === 'found');
  const expected = `an address, ${wanted}`;
  if (found === undefined) {
    const failed = answers.find(({ kind }) => kind === 'failed' || kind === 'bogus');
    const kind = failed === undefined ? 'differs' : 'unanswered';
    return { kind, name, expected, found: describe(failed ?? answers[0]) };
  }
  return securityOf(found) === wanted ? null : { kind: 'differs', name, expected, found: describe(found) };
}

/** After a change, answers of before are as planned until they have expired. */
async function policyFault(
  { id, mtaSts: plan }: KnownScenario,
  domain: string,
  resolver: Resolver,
  at: number,
): Promise<DnsFault | null> {
  const mtaSts = policyAt(plan, at);
  if (mtaSts === undefined || (mtaSts.later !== 'same' && !isSettled(at))) return null;
  const name = `_mta-sts.${scenarioHost(id, domain)}`;
  return compare(name, policyRecords(mtaSts), 'secure', await resolver.txt(name), (text) => text);
}

async function tlsaFault(
  { name: host, tlsa, security }: MailHost,
  resolver: Resolver,
): Promise<DnsFault | null> {
  const name = tlsaNameOf(host);
  const answer = await resolver.tlsa(name);
  if (security !== 'failing') {
    const planned = tlsa.map(({ usage, selector, matchingType }) => `${usage} ${selector} ${matchingType}`);
    return compare(name, planned, security, answer, (record) => formatTlsa(record).split(' ', 3).join(' '));
  }
  const isFailing = answer.kind === 'bogus' || answer.kind === 'failed';
  return isFailing
    ? null
    : { kind: 'differs', name, expected: 'no answer that validates', found: describe(answer) };
}

function compare<T>(
  name: string,
  planned: readonly string[],
  security: 'secure' | 'insecure',
  answer: DnsAnswer<T>,
  text: (record: T) => string,
): DnsFault | null {
  const expected = `${planned.length === 0 ? 'none' : planned.join(', ')}, ${security}`;
  const found = describe(answer);
  if (answer.kind === 'bogus' || answer.kind === 'failed')
    return { kind: 'unanswered', name, expected, found };
  const records = answer.kind === 'found' ? answer.records.map(text) : [];
  const isSame = [...records].sort().join() === [...planned].sort().join();
  return isSame && securityOf(answer) === security
    ? null
    : { kind: 'differs', name, expected, found: `${records.join(', ') || 'none'}, ${securityOf(answer)}` };
}

function securityOf(answer: DnsAnswer<unknown>): 'secure' | 'insecure' | null {
  if (answer.kind !== 'found' && answer.kind !== 'none') return null;
  return answer.secure ? 'secure' : 'insecure';
}

function describe(answer: DnsAnswer<unknown>): string {
  switch (answer.kind) {
    case 'found':
      return `${answer.records.length} records, ${securityOf(answer)}`;
    case 'none':
      return `none, ${securityOf(answer)}`;
    case 'bogus':
    case 'failed':
      return `${answer.kind}: ${answer.detail}`;
  }
}
