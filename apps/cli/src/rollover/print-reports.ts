/** How the commands tell what came of them: standard output for what is fine, standard error for what is wrong. */
import type { RolloverReport } from '#rollover';

import { printable } from '../printable.js';
import { errorLine } from '../report-error.js';
import { formatRollover, type ReportKind } from './report/format-report.js';
import { terminalStyle } from './terminal-style.js';

export interface Printing {
  readonly kind: ReportKind;
  readonly json: boolean;
  /** Nothing unless something is wrong. */
  readonly quiet: boolean;
}

export function printReports(reports: readonly RolloverReport[], { kind, json, quiet }: Printing): void {
  if (json) {
    console.log(JSON.stringify(reports, null, 2));
    return;
  }
  const context = { kind, style: terminalStyle(), now: Date.now() };
  const told = quiet ? [] : reports.filter((report) => !isFailedCall(report));
  if (told.length > 0) console.log(told.map((report) => formatRollover(report, context)).join('\n\n'));
  for (const report of reports) {
    if (isFailedCall(report) || (quiet && isWrong(report))) process.stderr.write(failureLine(report));
  }
}

function isWrong({ state }: RolloverReport): boolean {
  return state === 'blocked' || state === 'locked';
}

/** It could not begin: one line says all there is. */
function isFailedCall(report: RolloverReport): boolean {
  const isAtStart = report.step === 'prepare' && report.done.length === 0 && report.history.length === 0;
  return report.state === 'locked' || (report.state === 'blocked' && isAtStart);
}

function failureLine({ id, step, state, reason }: RolloverReport): string {
  const text = printable(reason ?? state);
  return errorLine(
    state === 'blocked' && step !== 'prepare' ? `${id}: blocked at ${step}: ${text}` : `${id}: ${text}`,
  );
}
