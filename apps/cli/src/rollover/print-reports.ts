/** How the commands tell what came of them: standard output for what is fine, standard error for what is wrong. */
import type { RolloverReport } from '#rollover';
import { printableJson } from '#text';

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
    console.log(printableJson(reports));
    return;
  }
  const context = { kind, style: terminalStyle(), now: Date.now() };
  const told = quiet ? [] : reports.filter((report) => !isFailedCall(report));
  if (told.length > 0) console.log(told.map((report) => formatRollover(report, context)).join('\n\n'));
  for (const report of reports) {
    if (isFailedCall(report) || (quiet && isWrong(report))) process.stderr.write(failureLine(report, quiet));
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

const NEXT_BLOCKED = 'the rollover is finished, but the certificate that was renewed meanwhile cannot follow';
const GOES_ON = 'it continues automatically; nothing to do';
/** A lock that is no older is not told in quiet. */
const LONG_LOCK = 'if it hangs, end it: the next run continues';

function failureLine({ id, step, state, reason }: RolloverReport, isQuiet: boolean): string {
  const text = printable(reason ?? state);
  if (state === 'locked') return errorLine(`${id}: ${text}; ${isQuiet ? LONG_LOCK : GOES_ON}`);
  if (state === 'blocked' && step === 'finished') return errorLine(`${id}: ${NEXT_BLOCKED}: ${text}`);
  if (state === 'blocked' && step !== 'prepare') return errorLine(`${id}: blocked at ${step}: ${text}`);
  // What was found out of the host itself begins with its name.
  return errorLine(text.startsWith(`${id}: `) ? text : `${id}: ${text}`);
}
