/**
 * How much of the catalogue is mailed. It is no property of a check: every address of every level exists from the start, so more
 * can be mailed at any time.
 */
import { LEVELS, type Level } from '#scenarios';

import type { CheckBody, CheckScenarioBody } from '#contracts';

import { wasSeen } from './scenario-text.js';

export interface LevelChoice {
  readonly level: Level;
  /** The levels of this instance that differ, with the number of their addresses. */
  readonly offered: readonly { readonly level: Level; readonly count: number }[];
  readonly choose: (level: Level) => void;
  /** Those that prove enforcement and leave no message queued; empty where this instance has none. */
  readonly noQueue: readonly CheckScenarioBody[];
}

export function scenariosUpTo(
  scenarios: readonly CheckScenarioBody[],
  level: Level,
): readonly CheckScenarioBody[] {
  return scenarios.filter((scenario) => LEVELS.indexOf(scenario.level) <= LEVELS.indexOf(level));
}

export function levelsOffered({ scenarios }: CheckBody): LevelChoice['offered'] {
  const counts = LEVELS.map((level) => ({ level, count: scenariosUpTo(scenarios, level).length }));
  return counts.filter(({ count }, index) => count > (counts[index - 1]?.count ?? 0));
}

/** The chosen level, or the one that a server was seen at where that has more. */
export function levelShown({ scenarios }: CheckBody, chosen: Level): Level {
  const seen = scenarios.filter(wasSeen).map(({ level }) => LEVELS.indexOf(level));
  return LEVELS[Math.max(LEVELS.indexOf(chosen), ...seen)] ?? chosen;
}

/** The check with nothing but the scenarios that are mailed at that level. */
export function checkUpTo(check: CheckBody, level: Level): CheckBody {
  return { ...check, scenarios: [...scenariosUpTo(check.scenarios, level)] };
}
