import { once } from 'node:events';
import { lstat, unlink } from 'node:fs/promises';
import { connect } from 'node:net';

import { SocketError, socketError } from './socket-error.js';

/**
 * Removes a socket that a killed process left behind; a socket that somebody listens on, and anything else, stays.
 *
 * @throws SocketError when the path is not free
 */
export async function clearSocketPath(path: string): Promise<void> {
  const found = await lstat(path).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return null;
    throw socketError(path, error);
  });
  if (found === null) return;
  if (!found.isSocket()) throw new SocketError(path, 'there is a file that is not a socket');
  if (await isListenedOn(path)) throw new SocketError(path, 'another program listens there already');
  await unlink(path).catch((error: unknown) => {
    if (!isCode(error, 'ENOENT')) throw socketError(path, error);
  });
}

async function isListenedOn(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    if (isCode(error, 'ECONNREFUSED') || isCode(error, 'ENOENT')) return false;
    throw socketError(path, error);
  } finally {
    socket.destroy();
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
