/** What usually passes by itself, such as a name server that is behind: it is waited for, but not for ever. */
import type { ActiveRun } from './active-run.js';
import { blocked, type StepOutcome } from './step-outcome.js';

const PATIENCE_MS = 3_600_000;

export async function hindered(run: ActiveRun, reason: string): Promise<StepOutcome> {
  const now = run.ports.now();
  const since = run.state.hinderedSince ?? now;
  if (run.state.hinderedSince === null) await run.save({ hinderedSince: now });
  return now - since > PATIENCE_MS
    ? blocked(`${reason} (for more than an hour)`)
    : { kind: 'waiting', until: null, reason };
}

export async function unhindered(run: ActiveRun): Promise<void> {
  if (run.state.hinderedSince !== null) await run.save({ hinderedSince: null });
}
