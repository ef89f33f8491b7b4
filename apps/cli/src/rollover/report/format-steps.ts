import type { RolloverPlanStep, RolloverReport } from '#rollover';

import { printable } from '../../printable.js';
import type { Style } from '../../probe/report/style.js';
import type { ReportContext } from './format-report.js';
import { moment } from './moment.js';
import { stepLine, TEXT_COLUMN } from './step-line.js';

/** Each step with when it was done, or the earliest time at which it can begin. */
export function formatSteps(
  { plan, step: at }: RolloverReport,
  { kind, style, now }: ReportContext,
): string[] {
  const shown = kind === 'run' ? plan.filter(({ doneAt }) => doneAt === null) : plan;
  if (shown.length === 0) return [];
  const lines = shown.flatMap((entry, index) => {
    const time = timeText(entry, shown[index - 1], now);
    return [
      ...stepLine(sign(entry, entry.step === at, style), entry.step, printable(entry.text), style),
      ...(time === null ? [] : [' '.repeat(TEXT_COLUMN) + style.dim(time)]),
    ];
  });
  return [style.strong(kind === 'run' ? 'Still to come' : 'Steps'), ...lines];
}

function sign({ doneAt }: RolloverPlanStep, isCurrent: boolean, style: Style): string {
  if (doneAt !== null) return style.good('✓');
  return isCurrent ? style.warning('→') : '·';
}

/** Null where it goes without saying: right after the step before. */
function timeText(
  { doneAt, notBefore }: RolloverPlanStep,
  before: RolloverPlanStep | undefined,
  now: number,
): string | null {
  if (doneAt !== null) return `done ${moment(doneAt, now)}`;
  if (notBefore === null || notBefore <= now || notBefore === before?.notBefore) return null;
  return `not before ${moment(notBefore, now)}`;
}
