import type { RolloverOptions } from '../state/rollover-options.js';
import type { StoredState } from '../state/stored-state.js';
import type { ActiveRun } from './active-run.js';
import { stepsOf } from './decide.js';
import { planSteps } from './plan-steps.js';
import { told } from './repeated-event.js';
import type { RolloverReport, RolloverState } from './rollover-report.js';
import type { StepOutcome } from './step-outcome.js';

export interface Standing {
  readonly state: RolloverState;
  readonly waitUntil: number | null;
  readonly reason: string | null;
}

/** Of a rollover that is, or was, under way. */
export function reportOf(
  stored: StoredState,
  standing: Standing,
  now: number,
  done: RolloverReport['done'] = [],
): RolloverReport {
  return {
    ...standing,
    id: stored.id,
    options: stored.options,
    step: stepsOf(stored).find((step) => stored.steps[step].doneAt === null) ?? 'finished',
    done,
    history: stored.history.map(told),
    records: {
      current: stored.certificates?.current.records ?? [],
      next: stored.certificates?.next.records ?? [],
      toDelete: stored.toDelete,
    },
    plan: planSteps(stored, now),
  };
}

export function reportOfRun(run: ActiveRun, outcome: StepOutcome): RolloverReport {
  return reportOf(run.state, standingOf(outcome), run.ports.now(), run.done);
}

/** Of one that is not under way. */
export function bareReport(
  id: string,
  options: RolloverOptions | null,
  state: 'nothing-to-do' | 'blocked' | 'locked',
  reason: string,
): RolloverReport {
  return {
    id,
    options,
    step: 'prepare',
    state,
    waitUntil: null,
    reason,
    done: [],
    history: [],
    records: { current: [], next: [], toDelete: [] },
    plan: [],
  };
}

function standingOf(outcome: StepOutcome): Standing {
  switch (outcome.kind) {
    case 'done':
      return { state: 'finished', waitUntil: null, reason: null };
    case 'waiting':
      return { state: 'waiting', waitUntil: outcome.until, reason: outcome.reason };
    case 'blocked':
      return { state: 'blocked', waitUntil: null, reason: outcome.reason };
  }
}
