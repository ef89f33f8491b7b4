/** From the command line to what the probe and the report are asked for. */
import type { ProbeMode, ProbeOptions } from '#probe';
import { parseSocksUrl, type SocksProxy } from '#smtp-client';

import type { ProbeFlags } from './probe-options.js';
import type { Target } from './target.js';

export type ReportFormat = 'full' | 'terse' | 'nagios' | 'json';

export interface ReportSettings {
  readonly format: ReportFormat;
  /** Nothing is printed about a target that is ok. */
  readonly quiet: boolean;
  readonly certificateInfo: boolean;
  readonly pem: boolean;
  /** Whether well-known CAs are named at the TLSA records that describe them. */
  readonly certificateNames: boolean;
  readonly expirationWarningMs: number;
}

/** What is asked of each target; all but the port is the same for all. */
export function probeOptionsOf(flags: ProbeFlags): Omit<ProbeOptions, 'port'> {
  return {
    mode: modeOf(flags),
    tlsOnConnect: flags.tlsOnConnect === true || flags.submissions === true,
    families: flags.ipv4 === true ? [4] : flags.ipv6 === true ? [6] : [4, 6],
    akaNames: flags.aka,
    heloName: flags.helo,
    connectTimeoutMs: flags.connectTimeout,
    expirationWarningMs: flags.expirationWarning,
    expectOcsp: flags.expectOcsp === true,
    allNameServers: flags.allNameservers === true,
    suggest: flags.suggest === true,
    policies: flags.policies,
    isInternal: flags.internal === true,
  };
}

function modeOf({ mx, submission, submissions, srv }: ProbeFlags): ProbeMode {
  if (mx === true) return { kind: 'mx' };
  if (submission === true) return { kind: 'srv', service: 'submission' };
  if (submissions === true) return { kind: 'srv', service: 'submissions' };
  return srv === undefined ? { kind: 'host' } : { kind: 'srv', service: srv };
}

/** The port of the target goes before that of SRV records, and that before `--port`. */
export function portOf(target: Target, flags: ProbeFlags): number | null {
  return target.port ?? (modeOf(flags).kind === 'srv' ? null : (flags.port ?? null));
}

export function reportSettingsOf(flags: ProbeFlags): ReportSettings {
  return {
    format: formatOf(flags),
    quiet: flags.quiet === true,
    certificateInfo: flags.showCertInfo === true,
    pem: flags.showcerts === true,
    certificateNames: flags.nocertnames !== true,
    expirationWarningMs: flags.expirationWarning,
  };
}

function formatOf({ nagios, json, terse }: ProbeFlags): ReportFormat {
  if (nagios === true) return 'nagios';
  if (json === true) return 'json';
  return terse === true ? 'terse' : 'full';
}

/** Null: connections are made directly. */
export function proxyOf({ proxyTcp }: ProbeFlags): SocksProxy | null {
  return proxyTcp === undefined ? null : parseSocksUrl(proxyTcp);
}

/** Why what was asked for cannot be done; null when it can. */
export function refusalOf(targets: readonly Target[], flags: ProbeFlags): string | null {
  if (flags.proxyTcp !== undefined && proxyOf(flags) === null) {
    return '--proxy-tcp must be socks5://[USER:PASSWORD@]HOST[:PORT]';
  }
  const { kind } = modeOf(flags);
  const address = kind === 'host' ? undefined : targets.find(({ isAddress }) => isAddress);
  if (address === undefined) return null;
  return `${address.text} is an address; ${kind === 'mx' ? 'MX' : 'SRV'} records belong to domains`;
}
