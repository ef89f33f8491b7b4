/** What came of a run, or what a plan or a status found. */
import type { PlannedRecord } from '../planned-record.js';
import type { RolloverOptions } from '../state/rollover-options.js';
import type { RolloverStep } from './step.js';

/**
 * - `finished`: nothing is left to do; this run did something, or an earlier one did (see `done`).
 * - `nothing-to-do`: the next certificate is in use already, or there is no rollover to go on with.
 * - `waiting`: all is as it should be, and a later run goes on: at `waitUntil`, or when what `reason` names has changed.
 * - `ready`: of plans and status alone: a run would go on now.
 * - `blocked`: something is wrong, and a person has to look at `reason`. What was begun stays; a later run tries again.
 * - `locked`: another run is at work, as `reason` says.
 */
export type RolloverState = 'finished' | 'nothing-to-do' | 'waiting' | 'ready' | 'blocked' | 'locked';

export interface RolloverEvent {
  readonly step: RolloverStep;
  /** One line, a sentence without a full stop at its end. */
  readonly text: string;
}

export interface RolloverPlanStep {
  readonly step: RolloverStep;
  /** One line: what it does, with the names it does it to. */
  readonly text: string;
  /** The earliest moment at which it can begin, as far as can be told; null when it is done. Milliseconds since the epoch. */
  readonly notBefore: number | null;
  readonly doneAt: number | null;
}

export interface RolloverReport {
  readonly id: string;
  /** Null when none is known. */
  readonly options: RolloverOptions | null;
  /** Where it stands. */
  readonly step: RolloverStep | 'finished';
  readonly state: RolloverState;
  /** Milliseconds since the epoch; null when it is not time alone that is waited for. */
  readonly waitUntil: number | null;
  /** One line; null when there is nothing to say. */
  readonly reason: string | null;
  /** What this run did, in order. Of a status: what was done so far, each with its time in `history`. */
  readonly done: readonly RolloverEvent[];
  readonly history: readonly (RolloverEvent & { readonly at: number })[];
  readonly records: {
    readonly current: readonly PlannedRecord[];
    /** Empty as long as the next key is not made. */
    readonly next: readonly PlannedRecord[];
    /** Those that are to be deleted, or were; before that step, those that will be as far as can be told. */
    readonly toDelete: readonly PlannedRecord[];
  };
  /** The steps that this rollover takes: a renewal that keeps the key leaves out those that change DNS. */
  readonly plan: readonly RolloverPlanStep[];
}
