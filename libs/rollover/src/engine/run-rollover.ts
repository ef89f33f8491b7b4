import type { OpenRolloverPorts } from '../ports.js';
import { RolloverError } from '../rollover-error.js';
import type { RolloverOptions } from '../state/rollover-options.js';
import type { RolloverReport } from './rollover-report.js';

/**
 * Begins a rollover or goes on with it as far as is safe now, and remembers every step, so that it can be ended at any moment
 * and called again. Nothing that is waited for is slept through: it ends with `waiting`.
 *
 * @param id the host name of the server, or the domain of the appliance: one rollover at a time for each
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
  throw new RolloverError(
    `${id}: A rollover cannot be run yet ${stateDir} ${openPorts.name} ${String(options?.ttl)}`,
  );
}
