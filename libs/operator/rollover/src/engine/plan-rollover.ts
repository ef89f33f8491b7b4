import { toStored } from '../judge/known-certificate.js';
import type { OpenRolloverPorts, RolloverPorts } from '../ports.js';
import { fileJournal } from '../state/journal.js';
import type { RolloverOptions } from '../state/rollover-options.js';
import { checkedId } from '../state/state-paths.js';
import { clockFault } from './decide.js';
import { IN_USE, notReadyText, nothingUnderWay, reasonOf } from './drive.js';
import { bareReport, reportOf } from './make-report.js';
import { newState, preparedState } from './new-state.js';
import { type Preparation, surveyAll } from './prepare.js';
import { requestOf } from './request.js';
import type { RolloverReport } from './rollover-report.js';
import { storedStanding } from './rollover-status.js';

/**
 * What `runRollover` would do with the same arguments, and when at the earliest. Takes no lock and writes nothing.
 *
 * @throws what `openPorts` and the file system throw that is neither RolloverError nor ProviderError; those become `blocked`
 */
export async function planRollover(
  id: string,
  options: RolloverOptions | null,
  openPorts: OpenRolloverPorts,
  stateDir: string,
): Promise<RolloverReport> {
  try {
    const stored = await fileJournal(stateDir, checkedId(id)).read();
    const request = requestOf(options, stored);
    if (request.kind === 'refused') return bareReport(id, options, 'blocked', request.reason);
    if (request.kind === 'none') return nothingUnderWay(id, request.finished);
    const wanted = request.kind === 'continue' ? request.state.options : request.options;
    const ports = await openPorts(wanted);
    const now = ports.now();
    const fault = stored === null ? null : clockFault(stored, now);
    if (fault !== null) return bareReport(id, wanted, 'blocked', fault);
    return request.kind === 'continue'
      ? reportOf(request.state, storedStanding(request.state, now), now)
      : await planNew(id, request.options, ports);
  } catch (error) {
    return bareReport(id, options, 'blocked', reasonOf(error));
  }
}

async function planNew(id: string, options: RolloverOptions, ports: RolloverPorts): Promise<RolloverReport> {
  const next = await ports.certificates.peek();
  const outcome = await surveyAll(ports, next);
  switch (outcome.kind) {
    case 'not-ready':
      return bareReport(id, options, 'blocked', notReadyText(outcome));
    case 'in-use':
      return bareReport(id, options, 'nothing-to-do', IN_USE);
    case 'ready':
      return planPrepared(id, options, ports, outcome, next);
  }
}

function planPrepared(
  id: string,
  options: RolloverOptions,
  ports: RolloverPorts,
  preparation: Preparation,
  next: Awaited<ReturnType<RolloverPorts['certificates']['peek']>>,
): RolloverReport {
  const now = ports.now();
  const { current } = preparation.survey;
  // What is not made yet has no records that could be told.
  const prepared = preparedState(options, preparation, next ?? { chain: [], records: [] });
  const state = { ...newState(id, options), ...prepared };
  const report = reportOf(state, { state: 'ready', waitUntil: null, reason: null }, now);
  return { ...report, records: { ...report.records, current: toStored(current).records } };
}
