/** Finds out why something cannot be written, for libraries that say no more than that. */
import { accessSync, closeSync, constants, openSync } from 'node:fs';
import { dirname } from 'node:path';

import { errnoCode } from '#text';

import { FULL_BELOW, freeSpaceNow } from './free-space.js';

/**
 * The error of the system that writing the file meets, with `path` where it lies, the file or its folder; undefined when
 * nothing is in the way. Synchronous, since it is asked once, when something has failed already.
 */
export function writeObstacle(file: string): NodeJS.ErrnoException | undefined {
  const folder = dirname(file);
  return (
    failureAt(folder, () => accessSync(`${folder}/.`, constants.W_OK | constants.X_OK)) ??
    obstacleAt(file) ??
    // Opens something: the limit of open files shows nowhere else.
    failureAt(folder, () => closeSync(openSync(folder, constants.O_RDONLY))) ??
    fullness(folder)
  );
}

function obstacleAt(file: string): NodeJS.ErrnoException | undefined {
  const error = failureAt(file, () => accessSync(file, constants.W_OK));
  return errnoCode(error) === 'ENOENT' ? undefined : error;
}

function fullness(folder: string): NodeJS.ErrnoException | undefined {
  const free = freeSpaceNow(folder);
  if (free === undefined || free >= FULL_BELOW) return undefined;
  return Object.assign(new Error('no room'), { code: 'ENOSPC', path: folder });
}

function failureAt(path: string, action: () => void): NodeJS.ErrnoException | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return error instanceof Error && errnoCode(error) !== undefined
      ? Object.assign(error, { path })
      : undefined;
  }
}
