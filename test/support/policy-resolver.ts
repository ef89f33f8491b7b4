/** Debian's postfix-mta-sts-resolver, which tells Postfix what MTA-STS policies demand. It asks the resolver of the lab. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Daemon } from '../lab/daemon.js';
import { resolvConf, withResolvConf } from '../lab/in-namespace.js';
import { RESOLVER_ADDRESS } from '../lab/lab-addresses.js';
import { freePort } from './free-port.js';

/** The one that a program gets which asks for none: so the fetches are seen from where the mail comes. */
export const POLICY_ADDRESS = '127.0.0.1';
export const POLICY_DAEMON = 'mta-sts-daemon';

export interface PolicyResolver {
  readonly daemon: Daemon;
  readonly port: number;
  /** For smtp_tls_policy_maps. */
  readonly policyMap: string;
}

/**
 * @param authorities the file of those whose policy hosts it trusts
 * @param port any that is free, unless given
 */
export async function startPolicyResolver(
  labDirectory: string,
  authorities: string,
  port?: number,
): Promise<PolicyResolver> {
  const directory = join(labDirectory, 'mta-sts');
  await mkdir(directory, { recursive: true });
  const listened = port ?? (await freePort(POLICY_ADDRESS));
  const [file, resolv] = [join(directory, 'daemon.yml'), join(directory, 'resolv.conf')];
  const cache = 'cache: { type: internal, options: { cache_size: 100 } }';
  const zone = 'default_zone: { strict_testing: false, timeout: 10 }';
  // It asks for a new id each time, not after a minute.
  const grace = 'cache_grace: 0';
  await writeFile(file, [`host: ${POLICY_ADDRESS}`, `port: ${listened}`, grace, cache, zone, ''].join('\n'));
  await writeFile(resolv, resolvConf(RESOLVER_ADDRESS));
  const daemon = Daemon.start({
    name: 'postfix-mta-sts-resolver',
    command: withResolvConf(resolv, [POLICY_DAEMON, '-c', file]),
    cwd: directory,
    env: { SSL_CERT_FILE: authorities },
  });
  await daemon.ready(() => (daemon.lines.some((line) => line.includes('Server started')) ? true : undefined));
  return { daemon, port: listened, policyMap: policyMap(listened) };
}

/** Where Postfix asks (socketmap_table(5)). */
export function policyMap(port: number): string {
  return `socketmap:inet:${POLICY_ADDRESS}:${port}:postfix`;
}
