import { judgeInterlock } from '../../interlock/judge-interlock.js';
import { firstOf } from '../../judge/looks.js';
import type { ActiveRun } from '../active-run.js';
import { hindered, unhindered } from '../hindrance.js';
import { blocked, DONE, type StepOutcome } from '../step-outcome.js';
import { lookAtNames, namesOf } from '../survey.js';
import { propagate } from './propagate.js';

/** Looks once more at the interlock, however long ago it opened, and installs the next certificate. */
export async function switchOver(run: ActiveRun): Promise<StepOutcome> {
  const outcome = run.state.keepsRecords ? await lookAtOwnRecords(run) : await propagate(run);
  if (outcome.kind !== 'done') {
    if (!run.state.keepsRecords) await run.reopen('propagate');
    return outcome;
  }
  await run.ports.certificates.install();
  await run.tell('switch', 'installed the next certificate and had the server load it');
  return DONE;
}

/** The records stay as they are; they must be for the next certificate, everywhere. */
async function lookAtOwnRecords(run: ActiveRun): Promise<StepOutcome> {
  const { ports, certificates } = run;
  const { next } = certificates;
  const interlock = judgeInterlock({
    looks: await lookAtNames(ports, namesOf(ports.places, next)),
    wanted: [],
    places: ports.places,
    next,
    mayBeUnpublished: true,
    now: ports.now(),
  });
  switch (interlock.kind) {
    case 'unknown':
      return interlock.isPassing ? hindered(run, interlock.detail) : blocked(interlock.detail);
    case 'closed':
      return hindered(run, firstOf(interlock.details));
    case 'shown':
      await unhindered(run);
      return DONE;
  }
}
