/** A rollover for a person: where it stands, what was done, what comes and when, and what to do when it is blocked. */
import type { RolloverReport } from '#rollover';

import { printable } from '../../printable.js';
import { paragraph } from '../../probe/report/lines.js';
import type { Style } from '../../probe/report/style.js';
import { adviceFor } from './advice.js';
import { formatDone } from './format-done.js';
import { formatRecords } from './format-records.js';
import { formatSteps } from './format-steps.js';
import { moment } from './moment.js';

/** `plan`: what would be done; `run`: what was; `status`: where it stands. */
export type ReportKind = 'plan' | 'run' | 'status';

export interface ReportContext {
  readonly kind: ReportKind;
  readonly style: Style;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Without a line feed at its end. */
export function formatRollover(report: RolloverReport, context: ReportContext): string {
  const { kind } = context;
  const sections = [
    headLines(report, context),
    kind === 'run' ? formatDone(report, context.style) : [],
    kind === 'run' && isOver(report) ? [] : formatSteps(report, context),
    kind === 'run' ? [] : formatRecords(report, context.style),
    adviceLines(report, context),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function isOver({ state }: RolloverReport): boolean {
  return state === 'finished' || state === 'nothing-to-do';
}

function headLines(report: RolloverReport, { style, now }: ReportContext): string[] {
  const { id, reason } = report;
  const state = paintOf(report, style)(stateText(report));
  return [
    `${style.strong(id)}: ${state}${whenText(report, now)}`,
    ...(reason === null ? [] : paragraph(printable(reason), style, { indent: 2 })),
  ];
}

function whenText({ state, waitUntil, history }: RolloverReport, now: number): string {
  if (state === 'waiting' && waitUntil !== null) return ` until ${moment(waitUntil, now)}`;
  const last = history.at(-1);
  return state === 'finished' && last !== undefined ? `, ${moment(last.at, now)}` : '';
}

function paintOf({ state }: RolloverReport, style: Style): (text: string) => string {
  switch (state) {
    case 'finished':
    case 'nothing-to-do':
      return style.good;
    case 'waiting':
    case 'ready':
      return style.warning;
    case 'blocked':
    case 'locked':
      return style.bad;
  }
}

function stateText({ state, step }: RolloverReport): string {
  switch (state) {
    case 'finished':
      return 'finished';
    case 'nothing-to-do':
      return 'nothing to do';
    case 'waiting':
      return 'waiting';
    case 'ready':
      if (step === 'finished') return 'continues to its end';
      return step === 'prepare' ? 'can begin' : `continues with ${step}`;
    case 'blocked':
      return step === 'finished' ? 'finished, but what comes next is blocked' : `blocked at ${step}`;
    case 'locked':
      return 'another run is at work';
  }
}

function adviceLines(report: RolloverReport, { kind, style }: ReportContext): string[] {
  const advice = adviceFor(report, kind);
  return advice === null ? [] : paragraph(advice, style, { indent: 0 });
}
