import { probeAddress, type ProbedAddress } from '../address/probe-address.js';
import { finding } from '../findings/catalogue.js';
import { askNameServers } from '../name-servers/ask-name-servers.js';
import { byImportance, resultOf, worstResult, worstState } from '../run/dane-state.js';
import type { ProbeRun } from '../run/probe-run.js';
import { findHostFacts } from './find-host-facts.js';
import type { HostFacts, HostToProbe } from './host-facts.js';
import { recordFindings } from './record-findings.js';
import { judgeRollover } from './rollover.js';
import { suggestRecords } from './suggestions.js';
import type { DaneState, ProbeFinding, ProbeHost } from '../result.js';

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
  const handshakes = addresses.flatMap((address) => address.handshakes);
  const rollover = facts.dane === 'applies' ? judgeRollover(facts.records, handshakes) : null;
  const findings = byImportance([
    ...facts.findings,
    ...reachFindings(host, addresses),
    ...recordFindings(facts, handshakes),
    ...(rollover === null || rollover.ready || rollover.scheme === 'none'
      ? []
      : [finding('rollover-not-ready', { text: rollover.text })]),
    ...nameServers.findings,
  ]);
  const suggestions = run.options.suggest ? suggestRecords(facts.tlsa.name, handshakes) : [];
  return {
    name: host.name,
    port: host.port,
    preference: host.preference,
    result: worstResult([resultOf(findings), ...addresses.map(({ body }) => body.result)]),
    dane: daneOf(facts, addresses),
    canonicalName: facts.canonicalName,
    addressesSecure: facts.addressesSecure,
    tlsa: { ...facts.tlsa, nameServers: nameServers.servers },
    referenceNames: [...facts.referenceNames],
    addresses: addresses.map(({ body }) => body),
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
    return await run.connections.run(() => probeAddress(address, host, facts, run));
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

/** One address that fails is a nuisance while another answers; where none does, nothing is delivered. */
function reachFindings(
  { name: host, port }: HostToProbe,
  addresses: readonly ProbedAddress[],
): ProbeFinding[] {
  const isLost = addresses.length > 0 && addresses.every(({ body }) => body.dane === 'unreachable');
  return isLost ? [finding('unreachable', { host, port })] : [];
}

function tlsaStep({ tlsa, dane }: HostFacts): { state: 'running' | 'warning' | 'error'; text: string } {
  const { name, records, secure } = tlsa;
  switch (tlsa.status) {
    case 'found':
      return {
        state: dane === 'applies' ? 'running' : 'warning',
        text: `asked for the TLSA records of ${name}: ${records.length}, ${secure ? 'secure' : 'not secure'}`,
      };
    case 'none':
      return { state: 'warning', text: `asked for the TLSA records of ${name}: there are none` };
    case 'not-asked':
      return { state: 'warning', text: 'looked up the addresses: DANE does not apply' };
    case 'bogus':
      return { state: 'error', text: `asked for ${name}: the answer fails DNSSEC validation` };
    case 'failed':
      return { state: 'error', text: `asked for ${name}: no answer` };
  }
}
