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
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'its directory does not exist';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'its directory is not writable for the user that runs this program';
    case 'EADDRINUSE':
      return 'another program listens there already';
    default:
      return cause instanceof Error ? cause.message : String(cause);
  }
}
