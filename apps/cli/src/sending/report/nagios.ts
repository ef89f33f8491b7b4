/** One line for Nagios and its kin: state, verdict and performance data (Monitoring Plugins guidelines). */
import { EXIT, NAGIOS } from '../../exit-codes.js';
import { printable } from '../../printable.js';
import { type Judgement, mechanismsOf } from '../judgement.js';
import type { Outcome } from './report.js';
import { NAMES } from './states.js';
import { titlesOf } from './titles.js';

const STATES: Readonly<Record<Judgement, 'ok' | 'warning' | 'critical' | 'unknown'>> = {
  met: 'ok',
  likely: 'warning',
  missed: 'critical',
  open: 'unknown',
};

export function nagiosLine({ judgement, check, mailed, mechanism, durationMs }: Outcome): string {
  const results = check.servers.flatMap((server) =>
    server.results.filter(({ scenario }) => mailed.has(scenario)),
  );
  const number = (...conclusions: string[]): number =>
    results.filter(({ conclusion }) => conclusions.includes(conclusion)).length;
  const numbers = {
    servers: check.servers.length,
    scenarios: mailed.size,
    passed: number('pass'),
    failed: number('fail'),
    open: number('waiting'),
  };
  const data = [
    `time=${(durationMs / 1000).toFixed(3)}s;;;0`,
    ...Object.entries(numbers).map(([label, value]) => `${label}=${value};;;0`),
  ];
  // A bar would begin the performance data.
  const mechanisms = mechanismsOf(mechanism);
  const titles = titlesOf({ check, mechanism }).map(([, title]) => title);
  const text = printable(`${titles.join('; ')} (${check.url})`).replaceAll('|', '/');
  return `${mechanisms.map((each) => NAMES[each]).join(' and ')} ${STATES[judgement].toUpperCase()} - ${text} | ${data.join(' ')}`;
}

export function exitCodeOf(
  { judgement, isInterrupted }: Pick<Outcome, 'judgement' | 'isInterrupted'>,
  nagios: boolean,
): number {
  if (isInterrupted && !nagios) return EXIT.interrupted;
  if (isInterrupted) return NAGIOS.unknown;
  if (nagios) return NAGIOS[STATES[judgement]];
  switch (judgement) {
    case 'met':
      return EXIT.ok;
    case 'missed':
      return EXIT.wrong;
    case 'likely':
    case 'open':
      return EXIT.unknown;
  }
}
