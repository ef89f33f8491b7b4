/** What is printed about a check when the wait is over. */
import { printableJson } from '#text';

import type { CheckAnswer, FollowedCheck, FollowedScenario, FollowedServer } from '../../check-client.js';
import { printable } from '../../printable.js';
import { paragraph } from '../../probe/report/lines.js';
import type { Style } from '../../probe/report/style.js';
import { failuresOf, type Judgement, openOf } from '../judgement.js';
import { matrixLines, serverName } from './matrix.js';

export interface Outcome extends CheckAnswer {
  readonly judgement: Judgement;
  /** Ids of the scenarios whose addresses were mailed. */
  readonly mailed: ReadonlySet<string>;
  readonly allow: readonly string[];
  /** Ended by Ctrl-C. */
  readonly isInterrupted: boolean;
  readonly durationMs: number;
}

export function fullReport(outcome: Outcome, style: Style): string[] {
  const { check, mailed } = outcome;
  const matrix = matrixLines(check, mailed, style);
  return [
    headline(outcome, style),
    ...paragraph(printable(check.verdict.explanation), style, { indent: 2 }),
    ...(check.mtaSts === null ? [] : paragraph(printable(check.mtaSts.title), style, { indent: 2 })),
    ...failures(outcome).flatMap(({ server, result }) =>
      paragraph(printable(`${result.scenario}: ${result.text} (${result.rfc})`), style, {
        indent: 2,
        head: failures(outcome).length > 0 && check.servers.length > 1 ? `✗ ${serverName(server)},` : '✗',
        paintHead: style.bad,
      }),
    ),
    ...(matrix.length === 0 ? [] : ['', ...matrix]),
    ...openLines(outcome, style),
    '',
    `  ${printable(check.url)}`,
  ];
}

/** What the run ended without. */
function openLines({ check, mailed }: Outcome, style: Style): string[] {
  const open = openOf(check, mailed);
  const isSeen = ({ state }: FollowedScenario): boolean => state !== 'waiting' && state !== 'not-seen';
  const line = (head: string, scenarios: readonly FollowedScenario[]): string[] =>
    scenarios.length === 0
      ? []
      : paragraph(`${printable(scenarios.map(({ id }) => id).join(', '))}. ${DECIDES_NOTHING}`, style, {
          indent: 2,
          head,
          paintHead: style.warning,
        });
  const lines = [
    ...line(
      '? Not seen yet:',
      open.filter((each) => !isSeen(each)),
    ),
    ...line('? Not proven:', open.filter(isSeen)),
  ];
  return lines.length === 0 ? [] : ['', ...lines];
}

const DECIDES_NOTHING = 'That decided nothing; the page shows what is seen later.';

export function terseReport(outcome: Outcome, style: Style): string[] {
  return [
    `${headline(outcome, style)}  ${printable(outcome.check.url)}`,
    ...failures(outcome).map(
      ({ server, result }) => `  ${style.bad('✗')} ${serverName(server)}: ${printable(result.text)}`,
    ),
  ];
}

export function jsonReport({ judgement, mailed, isInterrupted, body }: Outcome): string {
  return printableJson({
    result: judgement,
    interrupted: isInterrupted,
    scenarios: [...mailed],
    check: body,
  });
}

function headline({ judgement, check }: Outcome, style: Style): string {
  const { sign, paint } = marks(style)[judgement];
  return paint(`${sign} ${printable(check.verdict.title)}`);
}

function marks({ good, warning, bad }: Style) {
  return {
    met: { sign: '✓', paint: good },
    likely: { sign: '!', paint: warning },
    missed: { sign: '✗', paint: bad },
    open: { sign: '?', paint: warning },
  } as const;
}

function failures({ check, allow }: { readonly check: FollowedCheck; readonly allow: readonly string[] }) {
  return check.servers.flatMap((server: FollowedServer) =>
    failuresOf(server, allow).map((result) => ({ server, result })),
  );
}
