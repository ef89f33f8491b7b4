/** Where things are in the directory of states. */
import { join } from 'node:path';

/** The directory, for its owner alone, in which `Certificates` keep a copy of the next certificate and key. */
export function nextDirectory(stateDir: string, id: string): string {
  return join(stateDir, `${id}.next`);
}
