/** Scenarios as rows and servers as columns: the worst first, and what is as expected folded where there is much of it. */
import type { CheckBody, CheckScenarioBody, ResultBody, ServerBody } from '#contracts';

export interface MatrixRow {
  readonly scenario: CheckScenarioBody;
  /** One for each server. */
  readonly results: readonly ResultBody[];
}

export interface Matrix {
  readonly servers: readonly ServerBody[];
  readonly shown: readonly MatrixRow[];
  /** As expected on every server, or not tested. */
  readonly folded: readonly MatrixRow[];
}

/** Fewer rows than this are all shown. */
const FOLD_FROM = 5;

export function matrixOf({ servers, scenarios }: CheckBody): Matrix {
  const rows = scenarios
    .map((scenario) => ({
      scenario,
      results: servers.flatMap(({ results }) => results.filter((each) => each.scenario === scenario.id)),
    }))
    .sort((a, b) => rank(a) - rank(b));
  if (rows.length < FOLD_FROM) return { servers, shown: rows, folded: [] };
  return {
    servers,
    shown: rows.filter((row) => rank(row) < EXPECTED),
    folded: rows.filter((row) => rank(row) >= EXPECTED),
  };
}

const EXPECTED = 3;

function rank({ scenario, results }: MatrixRow): number {
  const has = (wanted: (result: ResultBody) => boolean): boolean => results.some(wanted);
  if (has(({ conclusion }) => conclusion === 'fail')) return scenario.requirement === 'required' ? 0 : 1;
  if (has(({ conclusion, state }) => conclusion === 'waiting' && state !== 'not-tested')) return 2;
  if (has(({ conclusion }) => conclusion === 'pass')) return EXPECTED;
  return has(({ conclusion }) => conclusion === 'info') ? EXPECTED + 1 : EXPECTED + 2;
}

/** What a server is called in a column or a sentence: its label, its name or its address. */
export function shortName({ label, name, address }: Pick<ServerBody, 'label' | 'name' | 'address'>): string {
  return label ?? name?.split('.')[0] ?? address;
}
