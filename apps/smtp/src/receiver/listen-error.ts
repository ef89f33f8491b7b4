import { errnoCode } from '#text';

/** The receiver cannot listen; the message says where and why. */
export class ListenError extends Error {
  override readonly name = 'ListenError';

  constructor(address: string, port: number, cause: unknown) {
    super(`The receiver cannot listen on SMTP_HOST ${address}, SMTP_PORT ${port}: ${reasonOf(cause)}.`, {
      cause,
    });
  }
}

/** The kernel was built or started without it. */
export function hasNoIpv6(cause: unknown): boolean {
  return errnoCode(cause) === 'EAFNOSUPPORT';
}

function reasonOf(cause: unknown): string {
  switch (errnoCode(cause)) {
    case 'EAFNOSUPPORT':
      return 'this machine has no IPv6: name IPv4 addresses instead, such as 0.0.0.0 for all of them';
    case 'EADDRINUSE':
      return 'another program listens there already';
    case 'EACCES':
      return 'not permitted (ports below 1024 need CAP_NET_BIND_SERVICE or root)';
    case 'EADDRNOTAVAIL':
      return 'this machine does not have that address';
    case undefined:
    default:
      return cause instanceof Error ? cause.message : String(cause);
  }
}
