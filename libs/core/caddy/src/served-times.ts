/**
 * When Caddy served policies, as its container notes it (docker/note-served.sh): a file for each time without a break, named by its
 * begin in seconds since the epoch, and last changed at its end.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { Outage } from '#checks';
import { namesIn } from '#files';

/** Beside the certificates. */
const FOLDER = 'served';

/**
 * The times between those, in their order, and what follows the last: of that nothing is known yet. None where nobody notes it.
 *
 * @param dir what Caddy's container shares
 */
export async function outagesIn(dir: string): Promise<readonly Outage[]> {
  const names = await namesIn(join(dir, FOLDER));
  const begins = names.filter((name) => /^\d{1,12}$/.test(name)).toSorted((one, other) => +one - +other);
  const ends = await Promise.all(
    begins.map(async (name) => Math.floor((await stat(join(dir, FOLDER, name))).mtimeMs)),
  );
  return ends.map((from, index) => ({ from, until: Number(begins[index + 1] ?? Infinity) * 1_000 }));
}
