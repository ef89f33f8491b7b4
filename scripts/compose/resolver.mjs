/** Unbound as the resolver of the operator's commands: it knows the appliance's domain and nothing else. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { DOMAIN, PUBLIC_IPV4, RESOLVER_ADDRESS } from './appliance.mjs';
import { eventually } from './checklist.mjs';
import { ask } from './dns-client.mjs';

const PROGRAM = '/usr/sbin/unbound';

export function hasResolver() {
  return existsSync(PROGRAM);
}

/** @returns {Promise<() => Promise<void>>} what ends it */
export async function startResolver(folder) {
  const program = join(folder, 'unbound');
  // Debian's AppArmor profile ties the installed path to /etc/unbound; a copy reads its configuration from here.
  copyFileSync(PROGRAM, program);
  writeFileSync(join(folder, 'unbound.conf'), configuration(folder));
  const child = spawn(program, ['-d', '-c', join(folder, 'unbound.conf')], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill();
    await ended;
  };
  try {
    await eventually(
      () => ask(DOMAIN, 'SOA', { host: RESOLVER_ADDRESS, from: RESOLVER_ADDRESS }),
      ({ rcode }) => rcode === 'NOERROR',
    );
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

function configuration(folder) {
  return `server:
  directory: "${folder}"
  chroot: ""
  username: ""
  pidfile: ""
  use-syslog: no
  module-config: "iterator"
  interface: ${RESOLVER_ADDRESS}
  outgoing-interface: ${RESOLVER_ADDRESS}
  access-control: 127.0.0.0/8 allow_snoop
  do-ip6: no
  do-daemonize: no
  do-not-query-localhost: no
  local-zone: "." static
  local-zone: "${DOMAIN.split('.').at(-1)}." nodefault
  local-zone: "${DOMAIN}." transparent
stub-zone:
  name: "${DOMAIN}"
  stub-addr: ${PUBLIC_IPV4}
remote-control:
  control-enable: no
`;
}
