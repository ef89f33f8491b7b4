/** Scenarios as rows and servers as columns: the worst first, and what is as expected folded where there is much of it. */
import { GROUPS, type ScenarioGroup } from '#scenarios';
import { firstLabel } from '#text';

import type { CheckBody, CheckScenarioBody, ResultBody, ServerBody } from '#contracts';

export interface MatrixRow {
  readonly scenario: CheckScenarioBody;
  /** One for each server; beyond a number of servers, of those that were seen there. */
  readonly results: readonly ResultBody[];
}

export interface MatrixGroup {
  /** Null where there are so few rows that all are shown, without groups. */
  readonly group: ScenarioGroup | null;
  /** What deserves a look, the worst first. */
  readonly shown: readonly MatrixRow[];
  /** As expected on every server, or not tested; and what is more than fits. */
  readonly folded: readonly MatrixRow[];
  readonly tally: Tally;
}

/** How many scenarios of a group went how. */
export interface Tally {
  readonly wrong: number;
  /** Seen, and nothing is proven. */
  readonly open: number;
  readonly expected: number;
  readonly untested: number;
}

/** Fewer rows than this are all shown. */
const GROUP_FROM = 5;
/** A sender without DANE fails at most hosts: further rows say nothing new, and the lines of their groups count them. */
const SHOWN_IN_GROUP = 2;
const SHOWN_IN_ALL = 3;

export function matrixOf({ servers, scenarios }: Pick<CheckBody, 'servers' | 'scenarios'>): MatrixGroup[] {
  const rows = scenarios
    .map((scenario) => ({
      scenario,
      results: servers.flatMap(({ results }) => results.filter((each) => each.scenario === scenario.id)),
    }))
    .sort((a, b) => rank(a) - rank(b));
  if (rows.length < GROUP_FROM) return [{ group: null, shown: rows, folded: [], tally: tallyOf(rows) }];
  const groups = GROUPS.map((group) => ({
    group,
    rows: rows.filter(({ scenario }) => scenario.group === group),
  }))
    .filter((each) => each.rows.length > 0)
    .sort((a, b) => worst(a.rows) - worst(b.rows));
  let left = SHOWN_IN_ALL;
  return groups.map(({ group, rows: own }) => {
    const notable = own.filter((row) => rank(row) < RANK.expected).slice(0, Math.min(left, SHOWN_IN_GROUP));
    left -= notable.length;
    return { group, shown: notable, folded: own.slice(notable.length), tally: tallyOf(own) };
  });
}

const RANK = { failed: 0, failedOptional: 1, open: 2, expected: 3, informational: 4, untested: 5 } as const;

type Seen = Pick<ResultBody | CheckScenarioBody, 'state' | 'conclusion'>;

function rank({ scenario, results }: MatrixRow): number {
  // As long as no server is known, what was seen at the host says how it went.
  const seen: readonly Seen[] = results.length === 0 ? [scenario] : results;
  const has = (wanted: CheckScenarioBody['conclusion'], each = seen): boolean =>
    each.some(({ conclusion }) => conclusion === wanted);
  // Silence is as good as anything where nothing is required, and still nothing that was seen.
  const spoken = seen.filter(({ state }) => !SILENT.has(state));
  if (has('fail')) return scenario.requirement === 'required' ? RANK.failed : RANK.failedOptional;
  if (has('waiting', spoken)) return RANK.open;
  if (has('pass')) return RANK.expected;
  return has('info', spoken) ? RANK.informational : RANK.untested;
}

const SILENT: ReadonlySet<ResultBody['state'] | CheckScenarioBody['state']> = new Set([
  'not-tested',
  'waiting',
  'not-seen',
]);

/** Of the row that comes first: rows are sorted. */
function worst([first]: readonly MatrixRow[]): number {
  return first === undefined ? RANK.untested : rank(first);
}

function tallyOf(rows: readonly MatrixRow[]): Tally {
  const count = (...ranks: readonly number[]): number =>
    rows.filter((row) => ranks.includes(rank(row))).length;
  return {
    wrong: count(RANK.failed, RANK.failedOptional),
    open: count(RANK.open),
    expected: count(RANK.expected, RANK.informational),
    untested: count(RANK.untested),
  };
}

/** What a server is called in a column or a sentence: its label, its name or its address. */
export function shortName({ label, name, address }: Pick<ServerBody, 'label' | 'name' | 'address'>): string {
  return label ?? (name === null ? null : firstLabel(name)) ?? address;
}
