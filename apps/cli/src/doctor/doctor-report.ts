/** The doctor's lines for a person at a terminal. */
import { printable, printableLines } from '../printable.js';
import type { DoctorLine, DoctorStatus } from './doctor-line.js';

const MARKS: Readonly<Record<DoctorStatus, { readonly mark: string; readonly colour: number }>> = {
  ok: { mark: 'ok', colour: 32 },
  warning: { mark: 'WARN', colour: 33 },
  error: { mark: 'FAIL', colour: 31 },
  skipped: { mark: 'skip', colour: 2 },
};

/** Lines that are fine are one line each; the others say what was expected and what to do. */
export function formatDoctorReport(lines: readonly DoctorLine[], coloured: boolean): string {
  const checkWidth = Math.max(...lines.map(({ check }) => check.length));
  const paint = (status: DoctorStatus, text: string) =>
    coloured ? `\u001B[${MARKS[status].colour}m${text}\u001B[0m` : text;
  const rows = lines.flatMap((line) => {
    const head = `${paint(line.status, MARKS[line.status].mark.padEnd(4))}  ${line.check.padEnd(checkWidth)}  ${printable(line.subject)}`;
    if (line.status === 'ok') return [`${head}: ${printable(line.found)}`];
    const indent = ' '.repeat(6 + checkWidth + 2);
    return [
      head,
      `${indent}expected  ${printable(line.expected)}`,
      `${indent}found     ${printable(line.found)}`,
      ...(line.advice === null ? [] : [`${indent}to do     ${printableLines(line.advice)}`]),
    ];
  });
  return [...rows, '', summary(lines)].join('\n');
}

function summary(lines: readonly DoctorLine[]): string {
  const count = (status: DoctorStatus) => lines.filter((line) => line.status === status).length;
  const [errors, warnings, skipped] = [count('error'), count('warning'), count('skipped')];
  const parts = [
    `${count('ok')} of ${lines.length} fine`,
    ...(errors > 0 ? [`${errors} wrong`] : []),
    ...(warnings > 0 ? [`${warnings} to look at`] : []),
    ...(skipped > 0 ? [`${skipped} not told from here`] : []),
  ];
  const conclusion =
    errors > 0 ? 'Verdicts cannot be trusted before this is mended.' : 'This instance is set up right.';
  return `${parts.join(', ')}. ${conclusion}`;
}
