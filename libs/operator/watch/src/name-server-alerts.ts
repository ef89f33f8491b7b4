/**
 * What the zone's own name servers show, held against each other and against what is served. A resolver remembers records for a
 * whole TTL after they are gone: here it is seen at once that the next record was taken away in the place of the last.
 */
import type { ProbeHost, ProbeNameServer } from '#probe';
import { parseTlsa, verifyDane } from '#dane';
import type { TlsaRecord } from '#dns';

import { missingRecords, type ServedChain, servedChains } from './served-chains.js';
import { type Alert, alert } from './watch-state.js';
import type { WatchedTarget } from './watched-target.js';

interface Answered {
  readonly server: ProbeNameServer;
  readonly records: readonly TlsaRecord[];
}

export function nameServerAlerts(host: ProbeHost, expected: WatchedTarget['expected'], now: number): Alert[] {
  const servers = answeringServers(host);
  if (servers.length === 0) return [];
  return [...disagreement(host, servers), ...futureMismatch(host, servers, expected, now)];
}

/** Whether every name server that answered shows records by which everything that is served is authenticated. */
export function isMendedAtNameServers(host: ProbeHost, now: number): boolean {
  const servers = answeringServers(host);
  const served = servedChains(host);
  return (
    servers.length > 0 &&
    servers.every(({ records }) => served.every((one) => outcomeOf(one, records, host, now) === 'verified'))
  );
}

function answeringServers({ tlsa }: ProbeHost): Answered[] {
  return (tlsa.nameServers ?? []).flatMap((server) =>
    server.records === null ? [] : [{ server, records: server.records.flatMap(parsed) }],
  );
}

function parsed(text: string): TlsaRecord[] {
  const result = parseTlsa(text);
  return result.ok ? [result.record] : [];
}

function disagreement({ name, port, tlsa }: ProbeHost, servers: readonly Answered[]): Alert[] {
  const shown = new Set(servers.map(({ server }) => (server.records ?? []).toSorted().join('\n')));
  if (shown.size < 2) return [];
  const subject = `${name}:${port}`;
  const text = `The name servers do not show the same TLSA records at ${tlsa.name}: ${listed(servers)}.`;
  const advice =
    'Snapshot whether the zone is transferred to all of them. Until then it is chance what a sender sees; change no key meanwhile.';
  return [alert({ code: 'name-servers-disagree', subject, text, advice, rfc: 'RFC 7671 §8.1' })];
}

/** Only where the resolver still sees what is right: the rest is told already. */
function futureMismatch(
  host: ProbeHost,
  servers: readonly Answered[],
  expected: WatchedTarget['expected'],
  now: number,
): Alert[] {
  const fine = servedChains(host).filter(({ handshake }) => handshake.dane === expected);
  const isWrong = ({ records }: Answered, one: ServedChain) => {
    const outcome = outcomeOf(one, records, host, now);
    return outcome !== 'not-judged' && (outcome === 'verified') !== (expected === 'verified');
  };
  const wrong = servers.filter((server) => fine.some((one) => isWrong(server, one)));
  if (wrong.length === 0) return [];
  const subject = `${host.name}:${host.port}`;
  if (expected === 'mismatch') {
    const text = `Name servers show a TLSA record at ${host.tlsa.name} that matches what is served, which is to match nothing: ${listed(wrong)}.`;
    return [alert({ code: 'verifies-wrongly', subject, text, advice: MENDING_WRONG })];
  }
  const unmatched = fine.filter((one) => wrong.some((server) => isWrong(server, one)));
  return [
    alert({
      code: 'name-server-mismatch',
      subject,
      text: `What is served matches only what caches remember. Not these name servers: ${listed(wrong)}.`,
      advice: `Publish the missing record immediately: within ${host.tlsa.ttl ?? 0} s senders forget the one that matches, and those that use DANE no longer deliver.`,
      publish: missingRecords(host, unmatched, wrong[0]?.server.records ?? []),
      rfc: 'RFC 7671 §8.1',
    }),
  ];
}

export const MENDING_WRONG =
  'Put the generated records of this host back: `havedane dns` shows them, `havedane dns push` publishes them. Until then verdicts cannot be trusted.';

function outcomeOf(
  { chain }: ServedChain,
  records: readonly TlsaRecord[],
  { referenceNames }: ProbeHost,
  now: number,
): string {
  return verifyDane({ records, chain, referenceNames, now }).outcome;
}

function listed(servers: readonly Answered[]): string {
  return servers
    .map(({ server: { name, address, records } }) => {
      const what = records === null || records.length === 0 ? 'none' : records.join(', ');
      return `${name} [${address}] (${what})`;
    })
    .join('; ');
}
