/** By what exit code a probe answers; docs/probe.md lists them. */
import type { ProbeResult, ProbeTargetBody } from '#contracts';

const ORDER: readonly ProbeResult[] = ['ok', 'warning', 'error'];

/** `ok` when there is none. */
export function worstResult(targets: readonly Pick<ProbeTargetBody, 'result'>[]): ProbeResult {
  return ORDER[Math.max(0, ...targets.map(({ result }) => ORDER.indexOf(result)))] ?? 'error';
}

/** What Nagios calls UNKNOWN: called wrongly, or no resolver to believe. */
export const NAGIOS_UNKNOWN = 3;

/** By Ctrl-C, as shells have it for a process that SIGINT ended. */
export const INTERRUPTED = 130;

/** As smtpdane, which tells warnings and errors apart for Nagios only. */
export function exitCodeOf(targets: readonly ProbeTargetBody[], nagios: boolean): number {
  if (nagios && isWithoutResolver(targets)) return NAGIOS_UNKNOWN;
  switch (worstResult(targets)) {
    case 'ok':
      return 0;
    case 'warning':
      return 1;
    case 'error':
      return nagios ? 2 : 1;
  }
}

/** Where the resolver does not validate, nothing was found out about DANE. */
export function isWithoutResolver(targets: readonly ProbeTargetBody[]): boolean {
  return targets.length > 0 && targets.every(({ resolver }) => resolver.validates === false);
}
