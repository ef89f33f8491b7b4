import { ProviderError } from '#providers';

import type { NotReady } from '../judge/judge-readiness.js';
import { sameChain } from '../judge/known-certificate.js';
import type { OpenRolloverPorts, RolloverPorts } from '../ports.js';
import { RolloverError } from '../rollover-error.js';
import type { Journal } from '../state/journal.js';
import type { RolloverOptions } from '../state/rollover-options.js';
import type { StoredState } from '../state/stored-state.js';
import { ActiveRun } from './active-run.js';
import { advance } from './advance.js';
import { begin } from './begin.js';
import { clockFault } from './decide.js';
import { bareReport, reportOf, reportOfRun } from './make-report.js';
import { requestOf } from './request.js';
import type { RolloverReport } from './rollover-report.js';
import { blocked, DONE, type StepOutcome } from './step-outcome.js';

/** What `runRollover` does under its lock. Throws what is neither RolloverError nor ProviderError. */
export async function drive(
  id: string,
  options: RolloverOptions | null,
  openPorts: OpenRolloverPorts,
  journal: Journal,
): Promise<RolloverReport> {
  try {
    const stored = await journal.read();
    const request = requestOf(options, stored);
    if (request.kind === 'refused') return bareReport(id, options, 'blocked', request.reason);
    if (request.kind === 'none') return nothingUnderWay(id, request.finished);
    const wanted = request.kind === 'continue' ? request.state.options : request.options;
    const ports = await openPorts(wanted);
    const fault = stored === null ? null : clockFault(stored, ports.now());
    if (fault !== null) return bareReport(id, wanted, 'blocked', fault);
    return request.kind === 'continue'
      ? await goOnWith(request.state, ports, journal)
      : await beginAndGoOn(id, request.options, ports, journal);
  } catch (error) {
    return bareReport(id, options, 'blocked', reasonOf(error));
  }
}

export function nothingUnderWay(id: string, finished: StoredState | null): RolloverReport {
  if (finished === null) return bareReport(id, null, 'nothing-to-do', `no rollover of ${id} is under way`);
  const standing = { state: 'finished', waitUntil: null, reason: null } as const;
  return reportOf(finished, standing, finished.finishedAt ?? 0);
}

async function beginAndGoOn(
  id: string,
  options: RolloverOptions,
  ports: RolloverPorts,
  journal: Journal,
): Promise<RolloverReport> {
  const beginning = await begin(id, options, ports, journal);
  switch (beginning.kind) {
    case 'begun':
      return goOn(beginning.run, journal);
    case 'in-use':
      await forgetBeginning(journal, ports.now());
      return bareReport(id, options, 'nothing-to-do', IN_USE);
    case 'not-ready':
      return bareReport(id, options, 'blocked', notReadyText(beginning));
  }
}

/** One that was held up, until somebody else had done what it was for. */
async function forgetBeginning(journal: Journal, now: number): Promise<void> {
  const stored = await journal.read();
  if (stored?.finishedAt === null) await journal.write({ ...stored, finishedAt: now });
}

export const IN_USE = 'the next certificate is in use already: there is nothing to do';

export function notReadyText({ reason, isPassing }: NotReady): string {
  return isPassing
    ? `${reason}; nothing was changed, and the next run tries again`
    : `${reason}; nothing was changed`;
}

/** With the options of this call, which are those of the next one without. */
async function goOnWith(state: StoredState, ports: RolloverPorts, journal: Journal): Promise<RolloverReport> {
  const run = new ActiveRun(ports, journal, state);
  await run.save({});
  return goOn(run, journal);
}

async function goOn(run: ActiveRun, journal: Journal): Promise<RolloverReport> {
  const outcome = await advanced(run);
  await rememberTrouble(run, outcome);
  return outcome.kind === 'done' ? conclude(run, journal) : reportOfRun(run, outcome);
}

async function advanced(run: ActiveRun): Promise<StepOutcome> {
  try {
    return await advance(run);
  } catch (error) {
    return blocked(reasonOf(error));
  }
}

/** For whoever asks later how it stands: what was printed then may have been lost. */
async function rememberTrouble(run: ActiveRun, outcome: StepOutcome): Promise<void> {
  const { trouble } = run.state;
  if (outcome.kind !== 'blocked') {
    if (trouble !== null) await run.save({ trouble: null });
  } else if (trouble?.reason !== outcome.reason) {
    await run.save({ trouble: { since: run.ports.now(), reason: outcome.reason } });
  }
}

/**
 * What was renewed while a rollover was under way comes next: whoever called for it will not call again. Until the next one
 * has begun, the state is that of one about to end, and a run that is interrupted here comes here again.
 */
async function conclude(run: ActiveRun, journal: Journal): Promise<RolloverReport> {
  const { ports, state } = run;
  await ports.certificates.finish();
  const next = (await isRenewed(run)) ? await begin(state.id, state.options, ports, journal) : null;
  if (next?.kind === 'begun') {
    const report = await goOn(next.run, journal);
    return { ...report, done: [...run.done, ...report.done] };
  }
  const isHeldUp = next?.kind === 'not-ready' && next.isPassing;
  if (!isHeldUp && state.finishedAt === null) await run.save({ finishedAt: ports.now() });
  return reportOfRun(run, next?.kind === 'not-ready' ? blocked(notReadyText(next)) : DONE);
}

/** Whether another certificate is given by now than the one that was rolled over to. */
async function isRenewed({ ports, certificates }: ActiveRun): Promise<boolean> {
  try {
    const given = await ports.certificates.peek();
    return given !== null && !sameChain(given.chain, certificates.next.chain);
  } catch (error) {
    // It cannot be used, which whoever put it there will be told when it is asked for.
    if (error instanceof RolloverError) return false;
    throw error;
  }
}

/** What is no expected failure goes on. */
export function reasonOf(error: unknown): string {
  if (error instanceof RolloverError || error instanceof ProviderError) return error.message;
  throw error;
}
