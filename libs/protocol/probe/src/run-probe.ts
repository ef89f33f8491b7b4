import { withDeadline } from '#smtp-client';
import { harmlessValues, withoutRootDot } from '#text';

import { finding, type FindingCode } from './findings/catalogue.js';
import { isWithoutIpv6, probeHost } from './probe-host.js';
import { MOST_CONNECTIONS } from './limited-dialer.js';
import { probePolicies } from './policies.js';
import type { Probe } from './probe.js';
import { judgeResolver } from './resolver-trust.js';
import {
  byImportance,
  type DaneState,
  type ProbeFinding,
  type ProbeHost,
  type ProbeTarget,
  resultOf,
  worstResult,
  worstState,
} from './result.js';
import { unknownSenders } from './senders.js';
import { type ProbeRun, SHOWN, startRun } from './probe-run.js';
import { findHosts, type TargetHosts } from './find-hosts.js';
import { asStep, phrase } from './phrases.js';

/** A domain may name any number of hosts; no more are probed. */
const MOST_HOSTS = 50;

/** However many hosts there are, and however slow: the whole is over after so many times the timeout of one phase. */
const MOST_TIMEOUTS = 10;

export const runProbe: Probe = (target, options, ports) =>
  withDeadline(ports.signal, options.connectTimeoutMs * MOST_TIMEOUTS, async (signal) =>
    // Here rather than where each text is read: servers, zones, certificates and policies fill a hundred fields.
    harmlessValues(await probeTarget(target, startRun(options, ports, signal)), SHOWN),
  );

async function probeTarget(target: string, run: ProbeRun): Promise<ProbeTarget> {
  const { options, ports } = run;
  const began = run.now();
  const name = withoutRootDot(target);
  run.step({ host: null, address: null, state: 'running', ...asStep(phrase('looking-up', name)) });
  const found = await findHosts(name, run);
  const chosen = found.hosts.slice(0, MOST_HOSTS);
  const leftOut = found.hosts.slice(MOST_HOSTS).map((host) => host.name);
  announce(found, run);

  const isDomain =
    options.mode.kind === 'mx' && !found.findings.some(({ code }) => code === 'no-such-domain');
  const names = chosen.map((host) => host.name);
  const probing = Promise.all(chosen.map((host) => probeHost(host, run)));
  const [probedHosts, policies] = await Promise.all([
    probing,
    options.policies && isDomain ? probePolicies(name, names, probing, run) : { mtaSts: null, tlsRpt: null },
  ]);
  const { validates, findings: resolverFindings } = await judgeResolver(run, probedHosts);
  const isInformed = validates !== false;
  const isWithoutRoute = probedHosts.some(({ addresses }) => addresses.some(isWithoutIpv6));
  const hosts = (isInformed ? probedHosts : withoutUnfoundedOf(probedHosts)).map(sayingOnce);
  const findings = byImportance([
    ...resolverFindings,
    ...(isInformed ? found.findings : withoutUnfounded(found.findings)),
    ...incompleteness(leftOut, probedHosts),
    ...(isWithoutRoute ? [finding('prober-without-ipv6', {})] : []),
    ...(run.signal.aborted ? [finding('interrupted', {})] : []),
  ]);
  return {
    target,
    mode: options.mode.kind,
    result: worstResult([
      resultOf([...findings, ...(policies.mtaSts?.findings ?? []), ...(policies.tlsRpt?.findings ?? [])]),
      ...hosts.map(({ result }) => result),
    ]),
    dane: daneOf(found, hosts, leftOut.length > 0),
    findings,
    lookup: found.lookup,
    hosts,
    ...policies,
    resolver: { address: ports.resolverAddress, validates },
    startedAt: new Date(began).toISOString(),
    durationMs: Math.max(0, Math.round(run.now() - began)),
  };
}

/** That this machine has no IPv6 is said of the whole, not of each address. */
function sayingOnce(host: ProbeHost): ProbeHost {
  const addresses = host.addresses.map((one) => ({
    ...one,
    findings: one.findings.filter(({ code }) => code !== 'prober-without-ipv6'),
  }));
  return { ...host, addresses };
}

/** What was not looked at, by name: nobody may take it for fine. */
function incompleteness(
  leftOut: readonly string[],
  hosts: readonly ProbeHost[],
): ReturnType<typeof finding>[] {
  const inPart = hosts.filter(({ addresses }) =>
    addresses.some((one) => one.dane === 'not-looked-at' && !isWithoutIpv6(one)),
  );
  return [
    ...(leftOut.length > 0
      ? [finding('left-out', { what: phrase('hosts'), most: MOST_HOSTS, names: leftOut })]
      : []),
    ...(inPart.length > 0
      ? [
          finding('connections-used-up', {
            most: MOST_CONNECTIONS.inAll,
            hosts: inPart.map(({ name }) => name),
          }),
        ]
      : []),
  ];
}

/** How the hosts were found bounds what the target can come to: insecure MX records make nothing verified. */
function daneOf({ limit }: TargetHosts, hosts: readonly ProbeHost[], hasLeftOut: boolean): DaneState {
  const states = [...hosts.map(({ dane }) => dane), ...(hasLeftOut ? ['not-looked-at' as const] : [])];
  if (limit === null) return worstState(states);
  return hosts.length === 0 ? limit : worstState([...states, limit]);
}

function announce({ lookup, hosts, findings }: TargetHosts, { step }: ProbeRun): void {
  const [first] = findings;
  if (hosts.length === 0) {
    step({ host: null, address: null, state: 'error', ...asStep(first ?? phrase('no-hosts')) });
  } else if (lookup !== null) {
    const names = hosts.map(({ name }) => name).join(', ');
    const security = phrase(lookup.secure ? 'secure' : 'not-secure');
    step({
      host: null,
      address: null,
      state: lookup.secure ? 'running' : 'warning',
      ...asStep(phrase('asked-for-hosts', lookup.type, lookup.name, security, names)),
    });
  }
}

const ABOUT_SIGNATURES: ReadonlySet<string> = new Set<FindingCode>([
  'mx-insecure',
  'srv-insecure',
  'addresses-insecure',
  'tlsa-insecure',
]);

/** Without those that say that something is not signed: where nobody validates, nobody knows. */
export function withoutUnfounded(findings: readonly ProbeFinding[]): ProbeFinding[] {
  return findings.filter(({ code }) => !ABOUT_SIGNATURES.has(code));
}

export function withoutUnfoundedOf(hosts: readonly ProbeHost[]): ProbeHost[] {
  return hosts.map(({ senders, findings, ...host }) => ({
    ...host,
    findings: withoutUnfounded(findings),
    senders: senders.length === 0 ? [] : unknownSenders(),
  }));
}
