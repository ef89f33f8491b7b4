/** What is printed about a check when the wait is over. */
import { type Mechanism, MECHANISMS } from '#scenarios';
import { printableJson } from '#text';

import type { CheckAnswer, FollowedScenario, FollowedServer } from '../../check-client.js';
import { printable } from '../../printable.js';
import { paragraph } from '../../probe/report/lines.js';
import type { Style } from '../../probe/report/style.js';
import {
  type Expectation,
  failuresOf,
  type Judgement,
  judgementOn,
  mechanismsOf,
  openOf,
} from '../judgement.js';
import { matrixLines, serverName } from './matrix.js';
import { doubtsOn, isOnBoth, policyTexts, titlesOf } from './titles.js';

export interface Outcome extends CheckAnswer, Expectation {
  readonly judgement: Judgement;
  /** Ids of the scenarios whose addresses were mailed. */
  readonly mailed: ReadonlySet<string>;
  /** Ended by Ctrl-C. */
  readonly isInterrupted: boolean;
  readonly durationMs: number;
}

export function fullReport(outcome: Outcome, style: Style): string[] {
  const { check, mailed } = outcome;
  const matrix = matrixLines(check, mailed, style);
  return [
    ...headlines(outcome, style),
    ...paragraph(printable(explanationOf(outcome)), style, { indent: 2 }),
    ...policyLines(outcome, style),
    ...doubtsOf(outcome).flatMap((doubt) =>
      paragraph(printable(doubt), style, { indent: 2, head: '!', paintHead: style.warning }),
    ),
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

/** Of DANE; in a run that does not answer for it no more than what is known of it, unless the headline has that. */
function explanationOf({ check, mechanism }: Outcome): string {
  const { title, explanation } = check.verdict;
  if (mechanism !== 'mta-sts') return explanation;
  return isOnBoth(check) ? '' : title;
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

function doubtsOf({ check, mechanism }: Outcome): readonly string[] {
  return mechanismsOf(mechanism).flatMap((each) => doubtsOn(each, check));
}

export function terseReport(outcome: Outcome, style: Style): string[] {
  return [
    `${headlines(outcome, style).join('  ')}  ${printable(outcome.check.url)}`,
    ...failures(outcome).map(
      ({ server, result }) => `  ${style.bad('✗')} ${serverName(server)}: ${printable(result.text)}`,
    ),
    ...doubtsOf(outcome).map((doubt) => `  ${style.warning('!')} ${printable(doubt)}`),
  ];
}

export function jsonReport(outcome: Outcome): string {
  const { judgement, mechanism, mailed, isInterrupted, body, check } = outcome;
  const results = MECHANISMS.map((each) => [each, judgementOn(each, check, outcome)]);
  return printableJson({
    result: judgement,
    mechanism,
    results: Object.fromEntries(results) as Record<Mechanism, Judgement>,
    interrupted: isInterrupted,
    scenarios: [...mailed],
    check: body,
  });
}

function headlines(outcome: Outcome, style: Style): string[] {
  return titlesOf(outcome).map(({ text, judgement }) => {
    const { sign, paint } = marks(style)[judgement];
    return paint(`${sign} ${printable(text)}`);
  });
}

/** What was seen of MTA-STS beside a verdict on DANE, and who fetched which policies. */
function policyLines({ check, mechanism }: Outcome, style: Style): string[] {
  const fetched = check.mtaSts?.fetched ?? [];
  const clients = [...new Set(fetched.map(({ clientAddress }) => clientAddress))];
  const fetchedBy = (client: string): string[] =>
    fetched.filter(({ clientAddress }) => clientAddress === client).map(({ scenario }) => scenario);
  const fetches = clients.map((client) => `${fetchedBy(client).join(', ')} by ${client}`).join('; ');
  const said = [
    ...policyTexts(check, mechanism !== 'dane'),
    ...(fetches === '' ? [] : [`Policies fetched: ${fetches}.`]),
  ];
  return said.flatMap((text) => paragraph(printable(text), style, { indent: 2 }));
}

function marks({ good, warning, bad }: Style) {
  return {
    met: { sign: '✓', paint: good },
    likely: { sign: '!', paint: warning },
    missed: { sign: '✗', paint: bad },
    open: { sign: '?', paint: warning },
  } as const;
}

function failures({ check, allow, mechanism }: Outcome) {
  return check.servers.flatMap((server: FollowedServer) =>
    failuresOf(server, allow, mechanism).map((result) => ({ server, result })),
  );
}
