/** What the lab needs of the machine, checked before anything is started. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';

import { POLICY_DAEMON } from '../support/policy-resolver.js';

import {
  DNS_PORT,
  NAME_SERVER_ADDRESS,
  RECEIVER_ADDRESS,
  RECEIVER_PORT,
  RESOLVER_ADDRESS,
} from './lab-addresses.js';
import { EXIM, findProgram } from './programs.js';
import { runCommand } from './run-command.js';
import { SENDER_PROFILES, type SenderName, usesPolicies } from './sender-profiles.js';

/** Each program with the Debian package that holds it. */
const PROGRAMS: Readonly<Record<string, string>> = {
  setpriv: 'util-linux',
  unshare: 'util-linux',
  mount: 'mount',
  flock: 'util-linux',
  awk: 'mawk',
  knotd: 'knot',
  kzonecheck: 'knot-dnssecutils',
  kdig: 'knot-dnsutils',
  unbound: 'unbound',
  postfix: 'postfix',
};

/** One sentence for everything that is missing; empty when the lab can start. */
export async function missingPreconditions(senders: readonly SenderName[]): Promise<string[]> {
  if (process.platform !== 'linux') return ['The lab needs Linux.'];
  if (process.getuid?.() !== 0) {
    return ['The lab must be run by root: it uses the ports 25 and 53, and gives Postfix a mount namespace.'];
  }
  const absent = Object.keys(PROGRAMS).filter((program) => findProgram(program) === undefined);
  if (absent.length > 0) {
    const packages = [...new Set(absent.map((program) => PROGRAMS[program]))].join(' ');
    return [`The lab needs ${absent.join(', ')}; on Debian: apt-get install ${packages}`];
  }
  if (senders.some(needsExim) && !existsSync(EXIM)) {
    return [`The lab needs ${EXIM}: on Debian, npm test unpacks exim4-daemon-heavy there.`];
  }
  if (senders.some(usesPolicies) && findProgram(POLICY_DAEMON) === undefined) {
    return [`The lab needs ${POLICY_DAEMON}; on Debian: apt-get install postfix-mta-sts-resolver`];
  }
  const mayMount = await runCommand('unshare', ['--mount', 'true']).then(
    () => [],
    () => ['The lab needs mount namespaces, which this machine (a container?) does not allow.'],
  );
  return [...mayMount, ...(await takenPorts())];
}

function needsExim(name: SenderName): boolean {
  return SENDER_PROFILES[name].program === 'exim';
}

async function takenPorts(): Promise<string[]> {
  const attempts = [
    listenTcp(RECEIVER_ADDRESS, RECEIVER_PORT),
    ...[NAME_SERVER_ADDRESS, RESOLVER_ADDRESS].flatMap((address) => [
      listenTcp(address, DNS_PORT),
      listenUdp(address, DNS_PORT),
    ]),
  ];
  const outcomes = await Promise.allSettled(attempts);
  const reasons = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [String(outcome.reason)] : [],
  );
  return reasons.length === 0
    ? []
    : [
        `The lab's ports are not free: does another lab, name server or mail server run? (${reasons.join('; ')})`,
      ];
}

async function listenTcp(address: string, port: number): Promise<void> {
  const server = createServer().listen(port, address);
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}

async function listenUdp(address: string, port: number): Promise<void> {
  const socket = createSocket('udp4').bind(port, address);
  await once(socket, 'listening');
  socket.close();
  await once(socket, 'close');
}
