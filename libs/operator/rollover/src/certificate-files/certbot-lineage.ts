/** The directories that certbot keeps for itself: `live/NAME/fullchain.pem`, a link to `archive/NAME/fullchain1.pem`. */
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Whether the file, or what it leads to, is one of certbot's own. */
export async function isKeptByCertbot(file: string): Promise<boolean> {
  const paths = [file, await realpath(file).catch(() => file)];
  const answers = await Promise.all(paths.map(isInLineage));
  return answers.includes(true);
}

async function isInLineage(path: string): Promise<boolean> {
  const kind = dirname(dirname(path));
  if (!['live', 'archive'].includes(basename(kind))) return false;
  const sibling = basename(kind) === 'live' ? 'archive' : 'live';
  const found = await stat(join(dirname(kind), sibling)).catch(() => null);
  return found?.isDirectory() ?? false;
}
