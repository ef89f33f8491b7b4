import { errnoCode, fileFault } from '#text';

/** The socket cannot be listened on; the message says where and why. */
export class SocketError extends Error {
  override readonly name = 'SocketError';

  constructor(path: string, reason: string, cause?: unknown) {
    super(`DNSTAP_SOCKET ${path} cannot be listened on: ${reason}.`, { cause });
  }
}

/** An error of the system about the path, in words. */
export function socketError(path: string, cause: unknown): SocketError {
  return new SocketError(path, reasonOf(cause), cause);
}

function reasonOf(cause: unknown): string {
  switch (errnoCode(cause)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'its directory does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'its directory is not writable for the user that runs this program';
    case undefined:
    default:
      return fileFault(cause);
  }
}
