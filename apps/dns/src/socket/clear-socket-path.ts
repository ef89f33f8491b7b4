import { once } from 'node:events';
import { lstat, stat, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';

import { errnoCode } from '#text';

import { SocketError, socketError } from './socket-error.js';

/** What Linux has room for (unix(7)). */
const MAX_PATH_BYTES = 107;

/**
 * Removes a socket that a killed process left behind; a socket that somebody listens on, and anything else, stays.
 *
 * @throws SocketError when the path is not free
 */
export async function clearSocketPath(path: string): Promise<void> {
  // Node would listen on what is left of it.
  if (Buffer.byteLength(path) > MAX_PATH_BYTES)
    throw new SocketError(path, `the path is too long for a socket (${MAX_PATH_BYTES} octets at most)`);
  // A missing one would be reported as one without permission.
  await stat(dirname(path)).catch((error: unknown) => {
    throw socketError(path, error);
  });
  const found = await lstat(path).catch((error: unknown) => {
    if (errnoCode(error) === 'ENOENT') return null;
    throw socketError(path, error);
  });
  if (found === null) return;
  if (!found.isSocket()) throw new SocketError(path, 'there is a file that is not a socket');
  if (await isListenedOn(path)) throw new SocketError(path, 'another program listens there already');
  await unlink(path).catch((error: unknown) => {
    if (errnoCode(error) !== 'ENOENT') throw socketError(path, error);
  });
}

async function isListenedOn(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    if (errnoCode(error) === 'ECONNREFUSED' || errnoCode(error) === 'ENOENT') return false;
    throw socketError(path, error);
  } finally {
    socket.destroy();
  }
}
