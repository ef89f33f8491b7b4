/** A rollover for a person: where it stands, what was done, what comes and when, and what to do when it is blocked. */
import type { RolloverReport, RolloverStep } from '#rollover';

import { paragraph } from '../../probe/report/lines.js';
import type { Style } from '../../probe/report/style.js';
import { printable } from '../../printable.js';
import { adviceFor } from './advice.js';
import { formatRecords } from './format-records.js';
import { moment, relative, utc } from './moment.js';

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
    kind === 'run' ? doneLines(report, context) : [],
    isOver(report) && kind === 'run' ? [] : stepLines(report, context),
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
  const { state, reason, waitUntil } = report;
  const paint = {
    finished: style.good,
    'nothing-to-do': style.good,
    waiting: style.warning,
    ready: style.warning,
  };
  const painted = state === 'blocked' || state === 'locked' ? style.bad : paint[state];
  const until = state === 'waiting' && waitUntil !== null ? ` until ${moment(waitUntil, now)}` : '';
  const head = `${style.strong(report.id)}: ${painted(stateText(report))}${until}`;
  return [head, ...(reason === null ? [] : paragraph(printable(reason), style, { indent: 2 }))];
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
      return `ready: the next run goes on with ${step}`;
    case 'blocked':
      return `blocked at ${step}`;
    case 'locked':
      return 'another run is at work';
  }
}

function doneLines({ done }: RolloverReport, { style }: ReportContext): string[] {
  if (done.length === 0) return [];
  return [
    style.strong('Done now'),
    ...done.flatMap(({ step, text }) => stepLine(step, style.good('✓'), printable(text), style)),
  ];
}

function stepLines({ plan, step: at }: RolloverReport, { kind, style, now }: ReportContext): string[] {
  if (plan.length === 0) return [];
  const shown = kind === 'run' ? plan.filter(({ doneAt }) => doneAt === null) : plan;
  return [
    style.strong(kind === 'run' ? 'Still to come' : 'Steps'),
    ...shown.flatMap(({ step, text, notBefore, doneAt }) => [
      ...stepLine(step, sign(doneAt, step === at, style), printable(text), style),
      ...timeLine(doneAt, notBefore, style, now),
    ]),
  ];
}

/** The longest name of a step. */
const STEP_WIDTH = 'final-check'.length;
/** Two spaces, the sign, the step, and what is between them. */
const TEXT_COLUMN = 2 + 2 + STEP_WIDTH + 1;

function stepLine(step: RolloverStep, sign: string, text: string, style: Style): string[] {
  const [first = '', ...more] = paragraph(text, style, { indent: TEXT_COLUMN });
  return [`  ${sign} ${step.padEnd(STEP_WIDTH)} ${first.trimStart()}`, ...more];
}

function sign(doneAt: number | null, isCurrent: boolean, style: Style): string {
  if (doneAt !== null) return style.good('✓');
  return isCurrent ? style.warning('→') : '·';
}

function timeLine(doneAt: number | null, notBefore: number | null, style: Style, now: number): string[] {
  const indent = ' '.repeat(TEXT_COLUMN);
  if (doneAt !== null) return [indent + style.dim(`done ${moment(doneAt, now)}`)];
  if (notBefore === null) return [];
  const when =
    notBefore <= now ? 'as soon as it runs' : `not before ${utc(notBefore)} (${relative(notBefore, now)})`;
  return [indent + style.dim(when)];
}

function adviceLines(report: RolloverReport, { style }: ReportContext): string[] {
  const advice = adviceFor(report);
  return advice === null ? [] : paragraph(advice, style, { indent: 0 });
}
