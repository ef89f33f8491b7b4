/** The doctor's lines for a person at a terminal. */
import { printable, printableLines } from '../printable.js';
import type { DoctorLine, DoctorStatus } from './doctor-line.js';

interface Group {
  readonly status: DoctorStatus;
  readonly mark: string;
  readonly colour: number;
  /** For the summary. */
  readonly counted: string;
}

/** In the order of the report: what needs work stands last, next to the prompt. */
const GROUPS: readonly Group[] = [
  { status: 'ok', mark: 'ok', colour: 32, counted: 'passed' },
  { status: 'not-applicable', mark: 'n/a', colour: 2, counted: 'not applicable' },
  { status: 'unknown', mark: '?', colour: 33, counted: 'could not be checked' },
  { status: 'warning', mark: 'WARN', colour: 33, counted: 'to look at' },
  { status: 'error', mark: 'FAIL', colour: 31, counted: 'failed' },
];
const MARK_WIDTH = 4;

/** What passed takes one line; the rest says what was expected and what to do, once for all that it is true of. */
export function formatDoctorReport(lines: readonly DoctorLine[], coloured: boolean): string {
  const checkWidth = Math.max(...lines.map(({ check }) => check.length));
  const indent = ' '.repeat(MARK_WIDTH + 2 + checkWidth + 2);
  const rows = GROUPS.flatMap(({ status, mark, colour }) => {
    const padded = mark.padEnd(MARK_WIDTH);
    const painted = coloured ? `\u001B[${colour}m${padded}\u001B[0m` : padded;
    return alike(lines.filter((line) => line.status === status)).flatMap(({ line, subjects }) => {
      const head = `${painted}  ${line.check.padEnd(checkWidth)}  ${printable(subjects.join(', '))}`;
      if (status === 'ok') return [`${head}: ${printable(line.found)}`];
      return [
        head,
        `${indent}expected  ${printable(line.expected)}`,
        `${indent}found     ${printable(line.found)}`,
        ...(line.advice === null ? [] : [`${indent}to do     ${printableLines(line.advice)}`]),
      ];
    });
  });
  return [...rows, '', summary(lines)].join('\n');
}

/** Lines that differ in their subject alone, in the order of the first of each. */
function alike(lines: readonly DoctorLine[]): { readonly line: DoctorLine; readonly subjects: string[] }[] {
  const groups = new Map<string, { readonly line: DoctorLine; readonly subjects: string[] }>();
  for (const line of lines) {
    const key = JSON.stringify([line.check, line.expected, line.found, line.advice]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { line, subjects: [line.subject] });
    else group.subjects.push(line.subject);
  }
  return [...groups.values()];
}

function summary(lines: readonly DoctorLine[]): string {
  const count = (status: DoctorStatus): number => lines.filter((line) => line.status === status).length;
  const parts = GROUPS.flatMap(({ status, counted }) => {
    const number = count(status);
    return number > 0 || status === 'ok' ? [`${number} ${counted}`] : [];
  });
  return `${parts.join(', ')}. ${conclusion(count('error') > 0, count('unknown') > 0)}`;
}

function conclusion(hasErrors: boolean, hasUnknown: boolean): string {
  if (hasErrors) return "Don't trust verdicts until this is fixed.";
  return hasUnknown
    ? 'Nothing failed, but not everything could be checked.'
    : 'This instance is set up right.';
}
