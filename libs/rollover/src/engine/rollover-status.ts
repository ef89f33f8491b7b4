import { RolloverError } from '../rollover-error.js';
import type { RolloverOptions } from '../state/rollover-options.js';
import type { RolloverReport } from './rollover-report.js';

export interface StoredRollover {
  readonly id: string;
  readonly options: RolloverOptions;
  readonly finished: boolean;
}

/**
 * Where a rollover stands by what is stored; null when nothing is. Takes no lock, asks nobody and writes nothing.
 *
 * @param now milliseconds since the epoch
 * @throws RolloverError when the file cannot be read
 */
export async function rolloverStatus(
  id: string,
  stateDir: string,
  now: number,
): Promise<RolloverReport | null> {
  throw new RolloverError(`${id}: There is no status yet ${stateDir} ${now}`);
}

/**
 * Every rollover of the directory, by name; none when there is no such directory.
 *
 * @throws RolloverError when a file cannot be read
 */
export async function storedRollovers(stateDir: string): Promise<readonly StoredRollover[]> {
  throw new RolloverError(`Nothing is stored yet ${stateDir}`);
}
