/** Which hosts a target stands for. */
import { isIP } from 'node:net';

import { findMailHosts, findServiceHosts, type MailHosts, type NextHop, type ServiceHosts } from '#dane';

import { type Why } from '#text';

import { finding } from './findings/catalogue.js';
import type { HostToProbe } from './host-lookup.js';
import type { ProbeRun } from './probe-run.js';
import type { DaneState, ProbeFinding, ProbeTarget } from './result.js';

const SMTP_PORT = 25;

export interface TargetHosts {
  readonly hosts: readonly HostToProbe[];
  readonly lookup: ProbeTarget['lookup'];
  /** The best that the target can come to by how its hosts were found; null: no limit. */
  readonly limit: DaneState | null;
  readonly findings: readonly ProbeFinding[];
}

export async function findHosts(name: string, run: ProbeRun): Promise<TargetHosts> {
  const { mode, port } = run.options;
  switch (mode.kind) {
    case 'host':
      return { hosts: [direct(name, port ?? SMTP_PORT)], lookup: null, limit: null, findings: [] };
    case 'mx':
      return ofMail(await findMailHosts(run.resolver, name), port ?? SMTP_PORT);
    case 'srv':
      return ofService(await findServiceHosts(run.resolver, mode.service, name), port);
  }
}

function ofMail(found: MailHosts, port: number): TargetHosts {
  if (!('nextHop' in found)) return unanswered(found, 'MX');
  const { domain, secure } = found.nextHop;
  const lookup = { name: domain, type: 'MX', secure } as const;
  switch (found.kind) {
    case 'no-domain':
      return {
        hosts: [],
        lookup,
        limit: 'unreachable',
        findings: [finding('no-such-domain', { name: domain })],
      };
    case 'null-mx':
      return {
        hosts: [],
        lookup,
        limit: 'none',
        findings: [
          finding('null-mx', { domain }),
          ...(found.preferences.every((preference) => preference === 0)
            ? []
            : [finding('null-mx-preference', { domain, preferences: found.preferences })]),
        ],
      };
    case 'implicit':
      return {
        hosts: [direct(found.host, port)],
        lookup,
        limit: null,
        findings: [finding('no-mx', { domain })],
      };
    case 'mx':
      return {
        hosts: found.hosts
          .filter(({ name }) => isIP(name) === 0)
          .map(({ name, preference }) => named(name, port, preference, found.nextHop, false)),
        lookup,
        limit: secure ? null : 'insecure',
        findings: [
          ...(secure ? [] : [finding('mx-insecure', { domain })]),
          ...(found.hasNullMx ? [finding('null-mx-beside-others', { domain })] : []),
          ...found.hosts
            .filter(({ name }) => isIP(name) !== 0)
            .map(({ name: exchange }) => finding('mx-is-address', { exchange })),
        ],
      };
  }
}

function ofService(found: ServiceHosts, port: number | null): TargetHosts {
  if (!('nextHop' in found)) return unanswered(found, 'SRV');
  const { name } = found;
  const { secure } = found.nextHop;
  const lookup = { name, type: 'SRV', secure } as const;
  switch (found.kind) {
    case 'none':
      return { hosts: [], lookup, limit: 'unreachable', findings: [finding('no-srv', { name })] };
    case 'no-service':
      return { hosts: [], lookup, limit: 'none', findings: [finding('srv-not-offered', { name })] };
    case 'srv':
      return {
        hosts: found.hosts.map((host) =>
          named(host.name, port ?? host.port, host.priority, found.nextHop, !secure),
        ),
        lookup,
        limit: secure ? null : 'insecure',
        findings: secure ? [] : [finding('srv-insecure', { name })],
      };
  }
}

function unanswered(
  { kind, name, why }: { readonly kind: 'bogus' | 'failed'; readonly name: string } & Why,
  type: 'MX' | 'SRV',
): TargetHosts {
  const code = kind === 'bogus' ? 'lookup-bogus' : 'lookup-failed';
  return {
    hosts: [],
    lookup: { name, type, secure: false },
    limit: 'bogus',
    findings: [finding(code, { name, type, detail: why })],
  };
}

function direct(name: string, port: number): HostToProbe {
  return { name: name.toLowerCase(), port, preference: null, nextHop: null, isBarredFromDane: false };
}

function named(
  name: string,
  port: number,
  preference: number,
  nextHop: NextHop,
  isBarredFromDane: boolean,
): HostToProbe {
  return { name, port, preference, nextHop, isBarredFromDane };
}
