/** Goes on with a rollover, step by step, until it is finished or something has to be waited for. */
import { ttlText } from '../ttl-text.js';
import { utc } from './utc.js';
import type { ActiveRun } from './active-run.js';
import { decide } from './decide.js';
import { DONE, type StepOutcome } from './step-outcome.js';
import type { RolloverStep } from './step.js';
import { deleteOld } from './steps/delete-old.js';
import { finalCheck } from './steps/final-check.js';
import { propagate } from './steps/propagate.js';
import { publish } from './steps/publish.js';
import { switchOver } from './steps/switch-over.js';
import { verifyServed } from './steps/verify-served.js';

/** Each can be done again from its start, whatever moment it was interrupted at. */
const STEP_ACTIONS: Readonly<Record<RolloverStep, (run: ActiveRun) => Promise<StepOutcome>>> = {
  // Without it there is no run to go on with.
  prepare: () => Promise.resolve(DONE),
  publish,
  propagate,
  switch: switchOver,
  verify: verifyServed,
  // Time alone, which was up when this was decided.
  retire: () => Promise.resolve(DONE),
  delete: deleteOld,
  'final-check': finalCheck,
};

/**
 * `done`: every step is done.
 *
 * @throws RolloverError, ProviderError
 */
export async function advance(run: ActiveRun): Promise<StepOutcome> {
  for (;;) {
    const decision = decide(run.state, run.ports.now());
    if (decision.kind === 'finish') return DONE;
    await run.begin(decision.step);
    if (decision.kind === 'wait') return retiring(decision.until, run.state.ttl);
    const outcome = await STEP_ACTIONS[decision.step](run);
    if (outcome.kind !== 'done') return outcome;
    await run.complete(decision.step);
  }
}

function retiring(until: number, ttl: number): StepOutcome {
  const reason = `the next certificate is in use: two TTLs (2 × ${ttlText(ttl)}) pass until the old records are deleted, at ${utc(until)}`;
  return { kind: 'waiting', until, reason };
}
