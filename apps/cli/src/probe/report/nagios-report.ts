/** One line for Nagios and its kin: state, what is wrong, and performance data (Monitoring Plugins guidelines). */
import type { ProbeTargetBody } from '#contracts';

import { isWithoutResolver, worstResult } from '../exit-code.js';
import { allFindings, conclusionOf, count, countsOf } from './conclusion.js';
import { findingText } from './finding-section.js';
import { printable } from '../../printable.js';

const STATES = { ok: 'OK', warning: 'WARNING', error: 'CRITICAL' } as const;

export function nagiosLine(targets: readonly ProbeTargetBody[], expirationWarningMs: number): string {
  const [first] = targets;
  if (first !== undefined && isWithoutResolver(targets)) {
    return nagiosUnknown(
      `The resolver ${first.resolver.address ?? 'that was asked'} does not validate DNSSEC.`,
    );
  }
  const state = STATES[worstResult(targets)];
  return `DANE ${state} - ${withoutBar(describe(targets))} | ${performanceData(targets, expirationWarningMs)}`;
}

/** What Nagios calls UNKNOWN: nothing was found out. */
export function nagiosUnknown(reason: string): string {
  return `DANE UNKNOWN - ${withoutBar(printable(reason))}`;
}

function describe(targets: readonly ProbeTargetBody[]): string {
  const [only] = targets;
  if (targets.length === 1 && only !== undefined && only.result === 'ok') {
    return printable(`${only.target}: ${conclusionOf(only).title} (${countsOf(only)})`);
  }
  const wrong = targets.filter(({ result }) => result !== 'ok');
  if (wrong.length === 0) return `${count(targets.length, 'target')} ok`;
  const which = wrong.map((target) => `${printable(target.target)}: ${firstProblem(target)}`).join('; ');
  return targets.length === 1 ? which : `${wrong.length} of ${count(targets.length, 'target')}: ${which}`;
}

function firstProblem(target: ProbeTargetBody): string {
  const found = allFindings(target);
  const worst = found.find(({ severity }) => severity === target.result);
  return `${target.dane}${worst === undefined ? '' : `, ${findingText(worst)}`}`;
}

function performanceData(targets: readonly ProbeTargetBody[], expirationWarningMs: number): string {
  const addresses = targets.flatMap(({ hosts }) => hosts.flatMap((host) => host.addresses));
  const seconds = Math.max(0, ...targets.map(({ durationMs }) => durationMs)) / 1000;
  const numbers = {
    targets: targets.length,
    warnings: targets.filter(({ result }) => result === 'warning').length,
    errors: targets.filter(({ result }) => result === 'error').length,
    addresses: addresses.length,
    verified: addresses.filter(({ dane }) => dane === 'verified').length,
  };
  return [
    `time=${seconds.toFixed(3)}s;;;0`,
    ...Object.entries(numbers).map(([label, number]) => `${label}=${number};;;0`),
    ...expiry(targets, expirationWarningMs),
  ].join(' ');
}

/** Seconds until the first certificate expires, and the range outside of which that is a warning or critical. */
function expiry(targets: readonly ProbeTargetBody[], expirationWarningMs: number): string[] {
  const remaining = targets.flatMap(({ hosts, startedAt }) =>
    hosts
      .flatMap(({ addresses }) => addresses.flatMap(({ handshakes }) => handshakes))
      .flatMap(({ certificates }) =>
        certificates.map(({ notAfter }) => Date.parse(notAfter) - Date.parse(startedAt)),
      ),
  );
  if (remaining.length === 0) return [];
  const warning = Math.round(expirationWarningMs / 1000);
  return [`expires=${Math.floor(Math.min(...remaining) / 1000)}s;${warning}:;0:`];
}

/** A bar would begin the performance data. */
function withoutBar(text: string): string {
  return text.replaceAll('|', '/');
}
