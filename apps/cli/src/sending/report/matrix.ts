/** What each server did at each scenario: a table where it fits, a list for each server where not. */
import { findScenario, MECHANISMS, measures } from '#scenarios';
import { firstLabel } from '#text';

import type { FollowedCheck, FollowedResult, FollowedScenario, FollowedServer } from '../../check-client.js';
import { printable } from '../../printable.js';
import { count } from '../../probe/report/conclusion.js';
import type { Style } from '../../probe/report/style.js';
import { markOf, NAMES, stateWord } from './states.js';

/** Rows in which every server did what is expected are one line beyond this many. */
const MAX_ROWS = 15;

const GAP = '  ';

export function matrixLines(check: FollowedCheck, mailed: ReadonlySet<string>, style: Style): string[] {
  const tables = MECHANISMS.map((mechanism) => {
    const own = check.scenarios.filter(
      ({ id }) => mailed.has(id) && measures(mechanism)(findScenario(id) ?? {}),
    );
    return { mechanism, lines: own.length === 0 ? [] : tableLines(check, own, style) };
  }).filter(({ lines }) => lines.length > 0);
  return tables.flatMap(({ mechanism, lines }, index) => [
    ...(index === 0 ? [] : ['']),
    ...(tables.length === 1 ? [] : [`${GAP}${style.strong(NAMES[mechanism])}`]),
    ...lines,
  ]);
}

function tableLines(check: FollowedCheck, own: readonly FollowedScenario[], style: Style): string[] {
  const scenarios = worstFirst(check, own);
  const shown =
    scenarios.length > MAX_ROWS ? scenarios.filter((each) => !isAsExpected(check, each)) : scenarios;
  const hidden = scenarios.length - shown.length;
  return [
    ...(tableOf(check.servers, shown, style) ?? listsOf(check.servers, shown, style)),
    ...(hidden === 0 ? [] : [style.dim(`  ✓ ${count(hidden, 'scenario')} as expected`)]),
  ];
}

/** Null when it is wider than the terminal. */
function tableOf(
  servers: readonly FollowedServer[],
  scenarios: readonly FollowedScenario[],
  style: Style,
): string[] | null {
  if (servers.length === 0 || scenarios.length === 0) return [];
  const names = scenarios.map(nameOf);
  const width = Math.max(...names.map(({ length }) => length));
  const columns = servers.map((server) => {
    const cells = scenarios.map(({ id }) => cellOf(server, id, style));
    const heads = [server.label ?? shortName(server), server.address].map(printable);
    return { cells, heads, width: Math.max(...heads.map(lengthOf), ...cells.map(({ text }) => text.length)) };
  });
  const total = GAP.length + width + columns.reduce((sum, column) => sum + GAP.length + column.width, 0);
  if (total > style.width) return null;
  const line = (first: string, cells: readonly { text: string; paint: (text: string) => string }[]): string =>
    [
      `${GAP}${first.padEnd(width)}`,
      ...cells.map(({ text, paint }, index) => paint(text.padEnd(columns[index]?.width ?? 0))),
    ]
      .join(GAP)
      .trimEnd();
  return [
    line(
      '',
      columns.map(({ heads }) => ({ text: heads[0] ?? '', paint: style.strong })),
    ),
    line(
      '',
      columns.map(({ heads }) => ({ text: heads[1] ?? '', paint: style.dim })),
    ),
    ...scenarios.map((_, row) =>
      line(
        names[row] ?? '',
        columns.flatMap(({ cells }) => cells[row] ?? []),
      ),
    ),
  ];
}

function listsOf(
  servers: readonly FollowedServer[],
  scenarios: readonly FollowedScenario[],
  style: Style,
): string[] {
  const width = Math.max(...scenarios.map((scenario) => nameOf(scenario).length));
  return servers.flatMap((server, index) => [
    ...(index === 0 ? [] : ['']),
    `${GAP}${style.strong(serverName(server))}`,
    ...scenarios.map((scenario) => {
      const { text, paint } = cellOf(server, scenario.id, style);
      return `${GAP}${GAP}${nameOf(scenario).padEnd(width)}${GAP}${paint(text)}`;
    }),
  ]);
}

/** `mx1.example.org (192.0.2.1)`, for strangers' text made harmless. */
export function serverName({ address, name, label }: FollowedServer): string {
  const called = label ?? name;
  return printable(called === null ? address : `${called} (${address})`);
}

function shortName({ name }: FollowedServer): string {
  return (name === null ? null : firstLabel(name)) ?? 'server';
}

function nameOf({ id, title }: FollowedScenario): string {
  return printable(`${id.padEnd(9)} ${title}`);
}

function lengthOf({ length }: string): number {
  return length;
}

function resultAt({ results }: FollowedServer, id: string): Pick<FollowedResult, 'state' | 'conclusion'> {
  return results.find(({ scenario }) => scenario === id) ?? { state: 'not-tested', conclusion: 'waiting' };
}

function cellOf(server: FollowedServer, id: string, style: Style) {
  const result = resultAt(server, id);
  const { sign, paint } = markOf(result, style);
  return { text: `${sign} ${stateWord(result.state)}`, paint };
}

const ORDER = ['fail', 'waiting', 'info', 'pass'];

function rankOf({ servers }: FollowedCheck, id: string): number {
  return Math.min(...servers.map((server) => ORDER.indexOf(resultAt(server, id).conclusion)));
}

function worstFirst(check: FollowedCheck, scenarios: readonly FollowedScenario[]): FollowedScenario[] {
  // Few rows are easier to find where the catalogue has them.
  if (scenarios.length <= 3) return [...scenarios];
  return scenarios.toSorted((one, other) => rankOf(check, one.id) - rankOf(check, other.id));
}

function isAsExpected({ servers }: FollowedCheck, { id }: FollowedScenario): boolean {
  return servers.every((server) => ['pass', 'info'].includes(resultAt(server, id).conclusion));
}
