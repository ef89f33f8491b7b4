import { formatTlsa, MATCHING_TYPE, type RecordResult, SELECTOR, tlsaRecord, USAGE } from '#dane';

import { type DescribedHandshake, reasonOf } from './describe-handshake.js';
import { probeAddress, type ProbedAddress } from './probe-address.js';
import { finding } from './findings/catalogue.js';
import { findHostFacts, type HostFacts, type HostToProbe } from './host-lookup.js';
import { pastRecords, renewalFindings, wellKnownFindings } from './record-outlook.js';
import { judgeRollover } from './rollover.js';
import { askNameServers } from './name-servers.js';
import {
  byImportance,
  type DaneState,
  type ProbeAddress,
  type ProbeFinding,
  type ProbeHost,
  type ProbeStep,
  resultOf,
  worstResult,
  worstState,
} from './result.js';
import type { ProbeRun } from './probe-run.js';
import { isMet, notMet, publicityFindings } from './public-addresses.js';
import { worstSenders } from './senders.js';
import { asPhrase, asStep, phrase } from './phrases.js';

/** Probes one host: what DNS says of it, then all its addresses, at once as far as the limit of connections allows. */
export async function probeHost(host: HostToProbe, run: ProbeRun): Promise<ProbeHost> {
  const facts = await findHostFacts(host, run);
  run.step({ host: host.name, address: null, ...tlsaStep(facts) });
  const [addresses, nameServers] = await Promise.all([
    Promise.all(facts.addresses.map((address) => visit(address, host, facts, run))),
    run.options.allNameServers && facts.tlsa.status !== 'not-asked'
      ? askNameServers(facts.tlsa, run)
      : { servers: null, findings: [] },
  ]);
  const tried = withoutUntried(addresses);
  const met = tried.filter((one) => isMet(one, run.options));
  const counted = tried.map((one) => (met.includes(one) ? one : notMet(one)));
  const handshakes = addresses.flatMap((address) => address.handshakes);
  const past = pastRecords(facts.records, handshakes, run.now());
  const current = facts.records.filter((record) => !past.includes(record));
  const rollover = facts.dane === 'applies' ? judgeRollover(current, handshakes) : null;
  const findings = byImportance([
    ...facts.findings,
    ...reachFindings(host, met),
    ...publicityFindings(host, facts.addresses, run.options),
    ...recordFindings(facts, handshakes),
    ...wellKnownFindings(past, run.now()),
    ...(facts.dane === 'applies' ? renewalFindings(current, handshakes, run.now()) : []),
    ...(rollover === null || rollover.ready || rollover.scheme === 'none'
      ? []
      : [finding('rollover-not-ready', { text: asPhrase(rollover) })]),
    ...nameServers.findings,
  ]);
  const suggestions = run.options.suggest ? suggestRecords(facts.tlsa.name, handshakes) : [];
  return {
    name: host.name,
    port: host.port,
    preference: host.preference,
    result: worstResult([resultOf(findings), ...addresses.map(({ body }) => body.result)]),
    dane: daneOf(facts, counted),
    canonicalName: facts.canonicalName,
    addressesSecure: facts.addressesSecure,
    tlsa: { ...facts.tlsa, nameServers: nameServers.servers },
    referenceNames: [...facts.referenceNames],
    addresses: addresses.map(({ body }) => body),
    senders: isBetweenServers(run.options) ? worstSenders(counted) : [],
    rollover,
    suggestions: suggestions.map(({ line }) => line),
    findings: suggestions.some(({ isAnchor }) => isAnchor)
      ? byImportance([...findings, finding('anchor-from-connection', {})])
      : findings,
  };
}

/**
 * Names that share an address, and addresses that share a network, are probed one after the other: what connections there
 * are go to whole addresses, not to the first handshake of each.
 */
async function visit(
  address: string,
  host: HostToProbe,
  facts: HostFacts,
  run: ProbeRun,
): Promise<ProbedAddress> {
  const endTurn = await run.visits.take(address, run.signal);
  try {
    return await run.connections(() => probeAddress(address, host, facts, run));
  } finally {
    endTurn?.();
  }
}

/** Without an answer of DNS nobody connects; the addresses were tried here all the same, for what they show. */
function daneOf(facts: HostFacts, addresses: readonly ProbedAddress[]): DaneState {
  if (facts.dane === 'bogus') return 'bogus';
  return worstState([
    ...addresses.map(({ body }) => body.dane),
    ...(facts.leftOut.length > 0 ? ['not-looked-at' as const] : []),
  ]);
}

/** What this machine cannot try counts only where nothing else is there. */
function withoutUntried(addresses: readonly ProbedAddress[]): readonly ProbedAddress[] {
  const tried = addresses.filter(({ body }) => !isWithoutIpv6(body));
  return tried.length > 0 ? tried : addresses;
}

export function isWithoutIpv6({ findings }: Pick<ProbeAddress, 'findings'>): boolean {
  return findings.some(({ code }) => code === 'prober-without-ipv6');
}

function isBetweenServers({ mode, tlsOnConnect }: ProbeRun['options']): boolean {
  return mode.kind !== 'srv' && !tlsOnConnect;
}

/** One address that fails is a nuisance while another answers; where none does, nothing is delivered. */
function reachFindings(
  { name: host, port }: HostToProbe,
  addresses: readonly ProbedAddress[],
): ProbeFinding[] {
  const isLost = addresses.length > 0 && addresses.every(({ body }) => body.dane === 'unreachable');
  return isLost ? [finding('unreachable', { host, port })] : [];
}

function tlsaStep({ tlsa, dane }: HostFacts): Pick<ProbeStep, 'state' | 'text'> {
  const { name, records, secure } = tlsa;
  switch (tlsa.status) {
    case 'found':
      return {
        state: dane === 'applies' ? 'running' : 'warning',
        ...asStep(phrase('asked-for-tlsa', name, records.length, phrase(secure ? 'secure' : 'not-secure'))),
      };
    case 'none':
      return { state: 'warning', ...asStep(phrase('no-tlsa', name)) };
    case 'not-asked':
      return { state: 'warning', ...asStep(phrase('dane-does-not-apply')) };
    case 'bogus':
      return { state: 'error', ...asStep(phrase('answer-bogus', name)) };
    case 'failed':
      return { state: 'error', ...asStep(phrase('answer-missing', name)) };
  }
}

// What is to be said of single TLSA records, once every address of the host has been seen.

export function recordFindings(
  { dane, tlsa, records }: HostFacts,
  handshakes: readonly DescribedHandshake[],
): ProbeFinding[] {
  if (dane !== 'applies') return [];
  const verifications = handshakes.flatMap(({ verification }) => verification ?? []);
  const [first] = verifications;
  if (first === undefined) return [];
  if (first.outcome === 'unusable') return [finding('tlsa-unusable', { name: tlsa.name })];
  return records.flatMap((_, index) => {
    const results = verifications.flatMap((verification) => verification.records[index] ?? []);
    return recordFinding(
      results,
      verifications.some(({ outcome }) => outcome === 'verified'),
    );
  });
}

/** `results` are those of one record, one for every handshake. */
function recordFinding(results: readonly RecordResult[], isVerified: boolean): ProbeFinding[] {
  const [result] = results;
  if (result === undefined || result.fault === null || results.some((one) => one.result === 'match'))
    return [];
  const facts = { record: formatTlsa(result.record), reason: reasonOf(result.fault, result.why).why };
  if (result.fault === 'weaker-digest') return [];
  if (result.result === 'unusable') return [finding('tlsa-record-unusable', facts)];
  // Where nothing matches at all, the mismatch itself is told for each address.
  return isVerified && result.result === 'mismatch' ? [finding('tlsa-record-unmatched', facts)] : [];
}

// TLSA records for what is served, to be put into the zone.

export interface Suggestion {
  /** A line of a zone file. */
  readonly line: string;
  /** Whether it describes an issuer, which must not be learnt from a connection. */
  readonly isAnchor: boolean;
}

/**
 * 3 1 1 for each certificate that is served, 2 1 1 for the issuers that are sent along: what RFC 7672 §3.1 recommends.
 *
 * @param name where the records belong: `_25._tcp.mx.example.org`
 */
export function suggestRecords(
  name: string,
  handshakes: readonly Pick<DescribedHandshake, 'body' | 'chain'>[],
): Suggestion[] {
  const readable = handshakes.flatMap(({ chain, body }) =>
    chain.flatMap((der, depth) => {
      const certificate = body.certificates[depth];
      return certificate === undefined || certificate.publicKeySha256 === ''
        ? []
        : [{ der, depth, certificate }];
    }),
  );
  const own = readable.filter(({ depth }) => depth === 0);
  const issuers = readable.filter(({ depth, certificate }) => depth > 0 && certificate.isCa);
  return [
    ...linesOf(name, USAGE.daneEe, own).map((line) => ({ line, isAnchor: false })),
    ...linesOf(name, USAGE.daneTa, issuers).map((line) => ({ line, isAnchor: true })),
  ];
}

function linesOf(
  name: string,
  usage: number,
  certificates: readonly { readonly der: Uint8Array }[],
): string[] {
  const records = certificates.map(({ der }) =>
    tlsaRecord(usage, SELECTOR.publicKey, MATCHING_TYPE.sha256, der),
  );
  return [...new Set(records.map((record) => `${name}. IN TLSA ${formatTlsa(record)}`))];
}
