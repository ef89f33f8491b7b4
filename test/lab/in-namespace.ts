/** Programs that find their resolver in /etc/resolv.conf, each with one of its own: in a mount namespace. */

/** Runs a command with the resolv.conf that is its first argument. */
const IN_NAMESPACE = 'mount --bind "$1" /etc/resolv.conf && shift && exec "$@"';

export function withResolvConf(file: string, command: readonly string[]): string[] {
  return ['unshare', '--mount', 'sh', '-c', IN_NAMESPACE, 'sh', file, ...command];
}

/** Without trust-ad the C library hides the AD bit from Postfix, which then does no DANE. */
export function resolvConf(resolverAddress: string): string {
  return `nameserver ${resolverAddress}\noptions trust-ad\n`;
}
