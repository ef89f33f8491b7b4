import { ProviderError } from '#providers';

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
import { blocked } from './step-outcome.js';

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
      ? await goOn(new ActiveRun(ports, journal, request.state))
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
      return goOn(beginning.run);
    case 'in-use':
      return bareReport(id, options, 'nothing-to-do', IN_USE);
    case 'not-ready':
      return bareReport(id, options, 'blocked', `${beginning.reason}; nothing was changed`);
  }
}

export const IN_USE = 'the next certificate is in use already, and its records are published';

async function goOn(run: ActiveRun): Promise<RolloverReport> {
  try {
    return reportOfRun(run, await advance(run));
  } catch (error) {
    return reportOfRun(run, blocked(reasonOf(error)));
  }
}

/** What is no expected failure goes on. */
export function reasonOf(error: unknown): string {
  if (error instanceof RolloverError || error instanceof ProviderError) return error.message;
  throw error;
}
