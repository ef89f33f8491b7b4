import type { OpenRolloverPorts } from '../ports.js';
import { RolloverError } from '../rollover-error.js';
import type { RolloverOptions } from '../state/rollover-options.js';
import type { RolloverReport } from './rollover-report.js';

/** What `runRollover` would do with the same arguments, and when at the earliest. Takes no lock and writes nothing. */
export async function planRollover(
  id: string,
  options: RolloverOptions | null,
  openPorts: OpenRolloverPorts,
  stateDir: string,
): Promise<RolloverReport> {
  throw new RolloverError(
    `${id}: A rollover cannot be planned yet ${stateDir} ${openPorts.name} ${String(options?.ttl)}`,
  );
}
