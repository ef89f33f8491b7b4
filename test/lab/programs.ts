import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Daemons are in /usr/sbin, which not every shell has in its path. */
export const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Packages of mail servers that conflict with Postfix: scripts/lib/system-packages.mjs unpacks each in a folder here. */
export const UNPACKED = '/usr/local/lib';
export const EXIM = join(UNPACKED, 'exim4-daemon-heavy/usr/sbin/exim4');

/** The path of an installed program, or undefined. */
export function findProgram(name: string): string | undefined {
  return SYSTEM_PATH.split(':')
    .map((directory) => join(directory, name))
    .find((path) => existsSync(path));
}
