/** The report of a look for a person at a terminal. */
import type { WatchReportBody, WatchTargetBody, WatchTroubleBody } from '#contracts';
import { troubleText } from '#rollover';

import { printableLines } from '../../printable.js';
import type { Style } from '../../probe/report/style.js';

export function formatReport(report: WatchReportBody, style: Style): string {
  const { resolver, targets } = report;
  const own =
    resolver.trouble === null ? [] : [`${style.bad('✗')} nothing can be seen\n${detail(resolver.trouble)}`];
  return [...own, ...targets.map((target) => targetText(target, style)), summary(report)].join('');
}

function targetText(target: WatchTargetBody, style: Style): string {
  const { mark, words } = stateOf(target, style);
  const notes = target.notes.map(
    ({ subject, text }) => `  ${style.dim('·')} ${printableLines(`${subject}: ${text}`)}\n`,
  );
  const troubles = target.state === 'trouble' ? target.troubles.map(detail) : [];
  return [`${mark} ${style.strong(target.target)}  ${words}\n`, ...troubles, ...notes].join('');
}

function stateOf(
  { state, expected, since, notAfter }: WatchTargetBody,
  style: Style,
): { mark: string; words: string } {
  switch (state) {
    case 'well': {
      const well =
        expected === 'verified' ? 'what is served is published' : 'nothing matches, as it is to be';
      return {
        mark: style.good('✓'),
        words: `${well}${notAfter === null ? '' : `; certificate until ${notAfter.slice(0, 10)}`}`,
      };
    }
    case 'trouble':
      return { mark: style.bad('✗'), words: `trouble since ${minute(since ?? '')}` };
    case 'unknown':
      return {
        mark: style.warning('?'),
        words: since === null ? 'not seen; all was well' : `not seen; in trouble since ${minute(since)}`,
      };
  }
}

function detail(trouble: WatchTroubleBody): string {
  return printableLines(troubleText(trouble));
}

function summary({ targets, untold }: WatchReportBody): string {
  const count = (state: WatchTargetBody['state']) =>
    targets.filter((target) => target.state === state).length;
  const parts = (['well', 'trouble', 'unknown'] as const)
    .map((state) => ({ state, number: count(state) }))
    .filter(({ number }) => number > 0)
    .map(
      ({ state, number }) =>
        `${number} ${{ well: 'well', trouble: 'in trouble', unknown: 'not seen' }[state]}`,
    );
  const waiting = Object.entries(untold)
    .filter(([, number]) => number > 0)
    .map(([channel, number]) => `; ${number} still to be told by ${channel}`);
  const noun = targets.length === 1 ? 'target' : 'targets';
  return `${targets.length} ${noun}: ${parts.join(', ')}${waiting.join('')}\n`;
}

export function minute(timestamp: string): string {
  return `${timestamp.slice(0, 10)} ${timestamp.slice(11, 16)} UTC`;
}
