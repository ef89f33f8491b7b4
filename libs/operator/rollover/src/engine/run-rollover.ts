import type { OpenRolloverPorts } from '../ports.js';
import { fileJournal, makeStateDir } from '../state/journal.js';
import { describeOwner } from '../state/lock-owner.js';
import { takeLock } from '../state/rollover-lock.js';
import type { RolloverOptions } from '../state/rollover-options.js';
import { checkedId } from '../state/state-paths.js';
import { drive, reasonOf } from './drive.js';
import { bareReport } from './make-report.js';
import type { RolloverReport } from './rollover-report.js';

/**
 * Begins a rollover or goes on with it as far as is safe now, and remembers every step, so that it can be ended at any moment
 * and called again. Nothing that is waited for is slept through: it ends with `waiting`.
 *
 * @param id the host name of the server, or the domain of the appliance, in lower case: one rollover at a time for each
 * @param options what to do; those of a rollover that is under way must be the same. Null: go on with what is under way, begin nothing
 * @param stateDir made when it is not there
 * @throws what `openPorts` and the file system throw that is neither RolloverError nor ProviderError; those become `blocked`
 */
export async function runRollover(
  id: string,
  options: RolloverOptions | null,
  openPorts: OpenRolloverPorts,
  stateDir: string,
): Promise<RolloverReport> {
  const lock = await lockOf(id, stateDir).catch((error: unknown) => reasonOf(error));
  if (typeof lock === 'string') return bareReport(id, options, 'blocked', lock);
  if (lock.kind === 'taken') {
    return bareReport(id, options, 'locked', describeOwner(id, lock.owner, Date.now()));
  }
  try {
    return await drive(id, options, openPorts, fileJournal(stateDir, id));
  } finally {
    await lock.release();
  }
}

async function lockOf(id: string, stateDir: string) {
  checkedId(id);
  await makeStateDir(stateDir);
  return takeLock(stateDir, id, Date.now());
}
