/** The receiver cannot listen; the message says where and why. */
export class ListenError extends Error {
  override readonly name = 'ListenError';

  constructor(address: string, port: number, cause: unknown) {
    super(`The receiver cannot listen on SMTP_HOST ${address}, SMTP_PORT ${port}: ${reasonOf(cause)}.`, {
      cause,
    });
  }
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return 'another program listens there already';
    case 'EACCES':
      return 'not permitted (ports below 1024 need CAP_NET_BIND_SERVICE or root)';
    case 'EADDRNOTAVAIL':
      return 'this machine does not have that address';
    default:
      return cause instanceof Error ? cause.message : String(cause);
  }
}
