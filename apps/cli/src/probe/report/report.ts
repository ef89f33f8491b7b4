/** Where results go: each as soon as it and all before it are there, or all at the end. */
import type { ProbeTargetBody } from '#contracts';

import type { ReportSettings } from '../settings.js';
import { noCertificateNames, publicCaNames } from './certificate-names.js';
import { count } from './conclusion.js';
import { fullReport } from './full-report.js';
import { jsonReport } from './json-report.js';
import { nagiosLine } from './nagios-report.js';
import type { Style } from './style.js';
import { terseReport } from './terse-report.js';

export interface Report {
  /** What is printed about one target, in the order of the command line; '' for nothing. */
  one(target: ProbeTargetBody): string;
  /** What is printed when all are known; '' for nothing. */
  end(targets: readonly ProbeTargetBody[]): string;
}

export function createReport(settings: ReportSettings, style: Style): Report {
  switch (settings.format) {
    case 'json':
      return atEnd((targets) => (isSilent(targets, settings) ? '' : jsonReport(targets)));
    case 'nagios':
      return atEnd((targets) => `${nagiosLine(targets, settings.expirationWarningMs)}\n`);
    case 'terse':
      return inTurn(settings, style, (target) => text(terseReport(target, style)));
    case 'full':
      return inTurn(settings, style, fullReportOf(settings, style));
  }
}

function atEnd(end: Report['end']): Report {
  return { one: () => '', end };
}

function inTurn(settings: ReportSettings, style: Style, print: Report['one']): Report {
  return {
    one: (target) => (isSilent([target], settings) ? '' : print(target)),
    end: (targets) => (targets.length < 2 || isSilent(targets, settings) ? '' : text(totals(targets, style))),
  };
}

function fullReportOf(settings: ReportSettings, style: Style): Report['one'] {
  const certificateNames = settings.certificateNames ? publicCaNames() : noCertificateNames;
  return (target) => {
    const context = {
      style,
      settings,
      certificateNames,
      now: Date.parse(target.startedAt),
      printed: new Set<string>(),
    };
    return text([...fullReport(target, context), '']);
  };
}

function isSilent(targets: readonly ProbeTargetBody[], { quiet }: ReportSettings): boolean {
  return quiet && targets.every(({ result }) => result === 'ok');
}

function totals(targets: readonly ProbeTargetBody[], style: Style): string[] {
  const number = (result: ProbeTargetBody['result']) =>
    targets.filter((target) => target.result === result).length;
  const [ok, warnings, errors] = [number('ok'), number('warning'), number('error')];
  const parts = [
    ...(ok > 0 ? [style.good(`${ok} ok`)] : []),
    ...(warnings > 0 ? [style.warning(count(warnings, 'warning'))] : []),
    ...(errors > 0 ? [style.bad(count(errors, 'error'))] : []),
  ];
  return [`${count(targets.length, 'target')}: ${parts.join(', ')}`];
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}
