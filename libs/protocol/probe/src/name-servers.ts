/**
 * Asks every name server of the zone for the TLSA records. A resolver asks any one of them: where they differ it is chance what
 * a sender sees, and a change of keys goes wrong for some.
 */
import { findHost, formatTlsa } from '#dane';
import { askNameServer, type Resolver, type TlsaRecord } from '#dns';

import { type Phrase, type Why, whyOf } from '#text';

import { finding } from './findings/catalogue.js';
import type { ProbeFinding, ProbeNameServer, ProbeTlsa } from './result.js';
import type { ProbeRun } from './probe-run.js';
import { asStep, phrase } from './phrases.js';

export interface NameServersSaid {
  readonly servers: ProbeNameServer[] | null;
  readonly findings: readonly ProbeFinding[];
}

const NOBODY_ASKED: NameServersSaid = { servers: null, findings: [] };
/** A zone may name any number of them. */
const MOST_SERVERS = 20;
const MOST_ADDRESSES = 8;
const TIMEOUT_MS = 5000;

export async function askNameServers(tlsa: ProbeTlsa, run: ProbeRun): Promise<NameServersSaid> {
  const names = await nameServersOf(tlsa.name, run.resolver);
  if (names.length === 0) return NOBODY_ASKED;
  const answers = await Promise.all(names.slice(0, MOST_SERVERS).map((name) => askOne(name, tlsa, run)));
  const servers = answers.flat();
  run.step({
    host: null,
    address: null,
    state: servers.every(({ agrees }) => agrees) ? 'running' : 'warning',
    ...asStep(phrase('asked-name-servers', servers.length, names.length, tlsa.name)),
  });
  return { servers, findings: findingsOf(tlsa.name, servers) };
}

/** Up the name until something has NS records: that is the zone (RFC 1034 §4.2.1). */
async function nameServersOf(name: string, resolver: Resolver): Promise<string[]> {
  const labels = name.split('.');
  for (let first = 0; first <= labels.length; first += 1) {
    const answer = await resolver.ns(labels.slice(first).join('.'));
    if (answer.kind === 'found' && answer.aliases.length === 0) return [...answer.records].sort();
  }
  return [];
}

async function askOne(name: string, tlsa: ProbeTlsa, run: ProbeRun): Promise<ProbeNameServer[]> {
  const { resolver, signal, ports } = run;
  const ask = ports.askNameServer ?? askDirectly;
  const { addresses, faults } = await findHost(resolver, name);
  if (addresses.length === 0) {
    const why = faults[0]?.why ?? phrase('server-without-address');
    return [{ name, address: '', records: null, agrees: false, error: why.text, why }];
  }
  const expected = texts(tlsa.records.map(({ text }) => text));
  return Promise.all(
    addresses.slice(0, MOST_ADDRESSES).map(async ({ address }) => {
      const reply = await ask(address, tlsa.name, TIMEOUT_MS, signal);
      if (reply.kind === 'failed')
        return { name, address, records: null, agrees: false, error: reply.detail, why: reply.why };
      const records = texts(reply.records.map(formatTlsa));
      return { name, address, records, agrees: isSame(records, expected), error: null };
    }),
  );
}

function findingsOf(name: string, servers: readonly ProbeNameServer[]): ProbeFinding[] {
  const silent = servers.filter(({ records }) => records === null);
  const other = servers.filter(({ records, agrees }) => records !== null && !agrees);
  return [
    ...(other.length > 0 ? [finding('name-servers-disagree', { name, servers: listed(other) })] : []),
    ...(silent.length > 0 ? [finding('name-server-failed', { name, servers: listed(silent) })] : []),
  ];
}

function listed(servers: readonly ProbeNameServer[]): Phrase[] {
  return servers.map(({ name, address, why, records }) => {
    const what = why ?? (records?.length === 0 ? phrase('no-records') : (records ?? []).join(', '));
    return phrase('name-server', `${name}${address === '' ? '' : ` [${address}]`}`, what);
  });
}

function texts(records: readonly string[]): string[] {
  return [...records].sort();
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index]);
}

export type NameServerReply =
  { readonly kind: 'records'; readonly records: readonly TlsaRecord[] } | ({ readonly kind: 'failed' } & Why);

/** Asks one authoritative name server for TLSA records, without recursion. Never rejects. */
export type AskNameServer = (
  address: string,
  name: string,
  timeoutMs: number,
  signal: AbortSignal,
) => Promise<NameServerReply>;

export const askDirectly: AskNameServer = async (address, name, timeoutMs, signal) => {
  const answer = await askNameServer({ address }, name, 'TLSA', { timeoutMs, attempts: 2, signal });
  switch (answer.kind) {
    case 'found':
      return { kind: 'records', records: answer.records };
    case 'none':
      return { kind: 'records', records: [] };
    case 'not-authoritative':
    case 'failed':
      return { kind: 'failed', ...whyOf(answer) };
  }
};
