/** By what exit code a probe answers; docs/probe.md lists them. */
import type { ProbeResult, ProbeTargetBody } from '#contracts';

import { EXIT, NAGIOS } from '../exit-codes.js';

const ORDER: readonly ProbeResult[] = ['ok', 'warning', 'error'];

/** `ok` when there is none. */
export function worstResult(targets: readonly Pick<ProbeTargetBody, 'result'>[]): ProbeResult {
  return ORDER[Math.max(0, ...targets.map(({ result }) => ORDER.indexOf(result)))] ?? 'error';
}

/** As smtpdane, which tells warnings and errors apart for Nagios only. */
export function exitCodeOf(targets: readonly ProbeTargetBody[], nagios: boolean): number {
  if (nagios && isWithoutResolver(targets)) return NAGIOS.unknown;
  switch (worstResult(targets)) {
    case 'ok':
      return EXIT.ok;
    case 'warning':
      return EXIT.wrong;
    case 'error':
      return nagios ? NAGIOS.critical : EXIT.wrong;
  }
}

/** Where the resolver does not validate, nothing was found out about DANE. */
export function isWithoutResolver(targets: readonly ProbeTargetBody[]): boolean {
  return targets.length > 0 && targets.every(({ resolver }) => resolver.validates === false);
}
