/** One line for Nagios and its kin: state, verdict and performance data (Monitoring Plugins guidelines). */
import { harmless } from '#text';

import { EXIT, NAGIOS } from '../../exit-codes.js';
import { printable } from '../../printable.js';
import { count } from '../../probe/report/conclusion.js';
import { type Judgement, mechanismsOf, verdictOn } from '../judgement.js';
import type { Outcome } from './report.js';
import { NAMES } from './states.js';
import { titlesOf } from './titles.js';

const STATES: Readonly<Record<Judgement, 'ok' | 'warning' | 'critical' | 'unknown'>> = {
  met: 'ok',
  likely: 'warning',
  missed: 'critical',
  open: 'unknown',
};

export function nagiosLine(outcome: Outcome): string {
  const { judgement, check, mailed, mechanism, durationMs } = outcome;
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
  const mechanisms = mechanismsOf(mechanism);
  const said = [...titlesOf(outcome).map(({ text }) => text), ...doubtOf(outcome)];
  // A bar would begin the performance data.
  const text = printable(`${said.join('; ')} (${check.url})`).replaceAll('|', '/');
  return `${mechanisms.map((each) => NAMES[each]).join(' and ')} ${STATES[judgement].toUpperCase()} - ${text} | ${data.join(' ')}`;
}

/** Of a line in a list of services; the page has all. */
const DOUBT_CHARACTERS = 240;

/** Why the outcome is not certain, if somebody did something that makes it so. */
function doubtOf({ judgement, check, mechanism }: Outcome): string[] {
  if (judgement !== 'likely' && judgement !== 'open') return [];
  const [first, ...others] = mechanismsOf(mechanism).flatMap((each) => verdictOn(each, check)?.doubts ?? []);
  if (first === undefined) return [];
  const line = printable(first);
  const short = harmless(line, { maxLength: DOUBT_CHARACTERS });
  const more = others.length === 0 ? '' : ` (and ${count(others.length, 'other doubt')})`;
  return [`doubt: ${short}${short.length < line.length ? '…' : ''}${more}`];
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
