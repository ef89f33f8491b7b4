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

/** Of so many that are alike, each is named. */
const NAMED = 4;
/** Of so many that want the same, each is shown. */
const SHOWN = 3;

/** What passed takes a line for each check; the rest says what was expected and what to do, once for all that it is true of. */
export function formatDoctorReport(lines: readonly DoctorLine[], coloured: boolean): string {
  const checkWidth = Math.max(...lines.map(({ check }) => check.length));
  const indent = ' '.repeat(MARK_WIDTH + 2 + checkWidth + 2);
  const rows = GROUPS.flatMap(({ status, mark, colour }) => {
    const padded = mark.padEnd(MARK_WIDTH);
    const painted = coloured ? `\u001B[${colour}m${padded}\u001B[0m` : padded;
    const head = (check: string): string => `${painted}  ${check.padEnd(checkWidth)}  `;
    const chosen = lines.filter((line) => line.status === status);
    if (status === 'ok') {
      return groupsBy(chosen, ({ check }) => check).flatMap((group) =>
        passed(group).map((text) => head(group[0].check) + text),
      );
    }
    return groupsBy(chosen, ({ check, advice }) => [check, advice]).flatMap((group) =>
      faults(group).flatMap(([subjects, ...details]) => [
        head(group[0].check) + subjects,
        ...details.map((detail) => indent + detail),
      ]),
    );
  });
  return [...rows, '', summary(lines)].join('\n');
}

function passed(lines: Lines): string[] {
  if (lines.length > NAMED) return [`${lines.length} right, such as ${printable(lines[0].subject)}`];
  return groupsBy(lines, ({ found }) => found).map(
    (group) => `${subjectsOf(group)}: ${printable(group[0].found)}`,
  );
}

/** For each of the faults of one check that want the same: whose it is, and what there is to say. */
function faults(lines: Lines): (readonly [subjects: string, ...details: string[]])[] {
  const groups = groupsBy(lines, ({ expected, found }) => [expected, found]);
  const shown = groups.slice(0, SHOWN).map((group) => {
    const [{ expected, found, advice }] = group;
    return [
      subjectsOf(group),
      `expected  ${printable(expected)}`,
      `found     ${printable(found)}`,
      ...(advice === null ? [] : [`to do     ${printableLines(advice)}`]),
    ] as const;
  });
  const [first, ...others] = groups.slice(SHOWN).flat();
  return first === undefined
    ? shown
    : [...shown, [subjectsOf([first, ...others]), 'the same to do; --json prints what was found']];
}

function subjectsOf(lines: Lines): string {
  const subjects = lines.map(({ subject }) => subject);
  const more = subjects.length - NAMED;
  const named = more > 0 ? [...subjects.slice(0, NAMED), `and ${more} more`] : subjects;
  return printable(named.join(', '));
}

type Lines = readonly [DoctorLine, ...DoctorLine[]];

/** In the order of the first of each. */
function groupsBy(lines: readonly DoctorLine[], of: (line: DoctorLine) => unknown): Lines[] {
  const groups = new Map<string, [DoctorLine, ...DoctorLine[]]>();
  for (const line of lines) {
    const key = JSON.stringify(of(line));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
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
