/** The report of a look for a person at a terminal. */
import type { WatchReportBody, WatchTargetBody, WatchAlertBody } from '#contracts';

import { printable } from '../../printable.js';
import { paragraph } from '../../probe/report/lines.js';
import type { Style } from '../../probe/report/style.js';
import { moment } from '../report/moment.js';

export function formatReport(report: WatchReportBody, style: Style): string {
  const { resolver, targets } = report;
  const own =
    resolver.alert === null
      ? []
      : [`${style.bad('✗')} nothing can be seen`, ...detail(resolver.alert, style)];
  const lines = [
    ...own,
    ...targets.flatMap((target) => targetLines(target, Date.parse(report.at), style)),
    summary(report),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function targetLines(target: WatchTargetBody, now: number, style: Style): string[] {
  const { mark, words } = stateOf(target, now, style);
  const alerts = target.state === 'alert' ? target.alerts : [];
  return [
    `${mark} ${style.strong(target.target)}  ${words}`,
    ...alerts.flatMap((alert) => detail(alert, style)),
    ...target.notes.flatMap((note) =>
      paragraph(headOf(note), style, { indent: 2, head: '·', paintHead: style.dim, paint: style.dim }),
    ),
  ];
}

function stateOf(
  { state, expected, since, notAfter }: WatchTargetBody,
  now: number,
  style: Style,
): { mark: string; words: string } {
  const began = since === null ? '' : `alert since ${moment(Date.parse(since), now)}`;
  switch (state) {
    case 'well': {
      const well = expected === 'verified' ? 'what is served is published' : 'nothing matches, as intended';
      return {
        mark: style.good('✓'),
        words: `${well}${notAfter === null ? '' : `; certificate until ${notAfter.slice(0, 10)}`}`,
      };
    }
    case 'alert':
      return { mark: style.bad('✗'), words: began };
    case 'unknown':
      return {
        mark: style.warning('?'),
        words: began === '' ? 'not seen' : `not seen; ${began}`,
      };
  }
}

/** Records stand in lines of their own and whole, to be copied. */
function detail(alert: WatchAlertBody, style: Style): string[] {
  const { advice, publish } = alert;
  return [
    ...paragraph(headOf(alert), style, { indent: 2 }),
    ...(advice === null
      ? []
      : paragraph(printable(advice), style, { indent: 4, head: 'to do:', paintHead: style.strong })),
    ...publish.map((line) => `      ${printable(line)}`),
  ];
}

function headOf({ subject, text, rfc }: WatchAlertBody): string {
  return printable(`${subject}: ${text}${rfc === null ? '' : ` (${rfc})`}`);
}

function summary({ targets, untold }: WatchReportBody): string {
  const count = (state: WatchTargetBody['state']) =>
    targets.filter((target) => target.state === state).length;
  const parts = (['well', 'alert', 'unknown'] as const)
    .map((state) => ({ state, number: count(state) }))
    .filter(({ number }) => number > 0)
    .map(
      ({ state, number }) =>
        `${number} ${{ well: 'well', alert: 'with alerts', unknown: 'not seen' }[state]}`,
    );
  const waiting = Object.entries(untold)
    .filter(([, number]) => number > 0)
    .map(([channel, number]) => `; ${number} still to be sent by ${channel}`);
  const noun = targets.length === 1 ? 'target' : 'targets';
  return `${targets.length} ${noun}: ${parts.join(', ')}${waiting.join('')}`;
}

export function minute(timestamp: string): string {
  return `${timestamp.slice(0, 10)} ${timestamp.slice(11, 16)} UTC`;
}
