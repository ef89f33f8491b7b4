/** What every step of a rollover does, and when it can begin at the earliest. */
import { wantedRecords } from '../judge/judge-readiness.js';
import type { StoredState } from '../state/stored-state.js';
import { ttlText } from '../ttl-text.js';
import { deleteNotBefore, stepsOf, switchNotBefore, twice } from './decide.js';
import { listOf } from './list-of-records.js';
import type { RolloverPlanStep } from './rollover-report.js';
import type { RolloverStep } from './step.js';

/** @param now milliseconds since the epoch */
export function planSteps(state: StoredState, now: number): RolloverPlanStep[] {
  return stepsOf(state).map((step) => {
    const { doneAt } = state.steps[step];
    const notBefore = doneAt === null ? earliest(step, state, now) : null;
    return { step, text: stepText(step, state), notBefore, doneAt };
  });
}

/** As if everything else took no time. */
function earliest(step: RolloverStep, state: StoredState, now: number): number {
  const toSwitch = state.keepsRecords ? now : Math.max(now, switchNotBefore(state) ?? now + twice(state.ttl));
  switch (step) {
    case 'prepare':
    case 'publish':
    case 'propagate':
      return now;
    case 'switch':
      return toSwitch;
    case 'verify':
    case 'retire':
      return state.steps.switch.doneAt === null ? toSwitch : now;
    case 'delete':
    case 'final-check':
      return Math.max(
        now,
        deleteNotBefore(state) ?? (state.steps.switch.doneAt === null ? toSwitch : now) + twice(state.ttl),
      );
  }
}

function stepText(step: RolloverStep, state: StoredState): string {
  const { certificates, ttl, toDelete } = state;
  switch (step) {
    case 'prepare':
      return 'look at what is published and presented, and get the next certificate ready';
    case 'publish':
      return certificates === null
        ? 'publish the records of the next certificate beside the current ones'
        : `see that ${listOf(wantedRecords(certificates))} are published, the current ones first`;
    case 'propagate':
      return state.seenAt === null
        ? `wait until every authoritative name server shows them, and then two TTLs (2 × ${ttlText(ttl)})`
        : `wait until every name server has shown them for two TTLs (2 × ${ttlText(ttl)})`;
    case 'switch':
      return 'install the next certificate and have the server load it';
    case 'verify':
      return 'connect to every address, with RSA and with ECDSA, and see that what is presented matches what is published';
    case 'retire':
      return `wait two TTLs (2 × ${ttlText(ttl)})`;
    case 'delete':
      return toDelete.length === 0
        ? 'delete the records that match neither the next certificate nor anything that is presented'
        : `delete ${listOf(toDelete)}, unless something that is presented matches`;
    case 'final-check':
      return 'see that they are gone everywhere, and that all still matches';
  }
}
