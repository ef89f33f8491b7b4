/** `havedane init --mail-server`: whether mail can leave. Nothing here leaves this machine. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { outgoingPort } from '../../apps/cli/src/init/outgoing-port.js';
import { freePort } from '../support/free-port.js';
import { namespaceOfTest } from '../support/namespace-of-test.js';
import { run } from '../support/run-program.js';
import { tempDirOfTest } from '../support/temp-dir.js';

async function serverOfTest(serve: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => serve(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('the mail server that is tried', () => {
  it('is quoted, so that one of the provider in its place is noticed', async () => {
    const port = await serverOfTest(
      (socket) => void socket.end('220-relay.test ESMTP \u001b[31m\r\n220 more\r\n'),
    );
    expect(await outgoingPort('127.0.0.1', port)).toMatch(
      /^Outgoing port \d+ is open: 127\.0\.0\.1 says "220-relay\.test ESMTP \\u\{1b\}\[31m"\./,
    );
  });

  it('may say nothing, or refuse', async () => {
    const port = await serverOfTest((socket) => void socket.end());
    expect(await outgoingPort('127.0.0.1', port)).toMatch(/^! .* sent no greeting/);
    expect(await outgoingPort('127.0.0.1', await freePort())).toMatch(
      /^! .*connection refused \(ECONNREFUSED\), by 127\.0\.0\.1 or by a firewall/,
    );
  });
});

/** What is sent to a neighbour on the last of them is dropped. */
const ROUTES = [
  'ip link set lo up',
  'ip route add prohibit 192.0.2.1',
  'ip route add unreachable 192.0.2.2',
  'ip link add dropped type veth peer name nobody',
  'ip addr add 198.51.100.1/24 dev dropped',
  'ip link set nobody up',
  'ip link set dropped up arp off',
].join(' && ');

const LINES = {
  '192.0.2.1': /^! Outgoing port 25 is closed on this machine: a rule forbids it \(EACCES\)\./m,
  '192.0.2.2': /^! Outgoing port 25 is closed on this machine: no route to the host \(EHOSTUNREACH\)\./m,
  '192.0.2.3': /^! Outgoing port 25 is closed on this machine: no route to the network \(ENETUNREACH\)\./m,
  '198.51.100.2': /^! Outgoing port 25 seems to be blocked: 198\.51\.100\.2 did not answer in 10 s\./m,
  'mx.example.net': /^! Outgoing port 25 was not tested: the address of mx\.example\.net was not found/m,
};

it('says why nothing gets out, and writes the file all the same: only probes need it', async ({ skip }) => {
  if (process.getuid?.() !== 0) skip('a network namespace takes root');
  const [program, ...args] = await namespaceOfTest(ROUTES);
  const dir = await tempDirOfTest();
  const command = [
    'dist/apps/cli/src/main.js',
    'init',
    '--domain',
    'dane.example.org',
    '--ipv4',
    '203.0.113.5',
  ];
  const init = async (host: string) => {
    const more = ['--yes', '--file', join(dir, host), '--mail-server', host];
    return run(program, [...args, process.execPath, ...command, ...more]);
  };
  const results = await Promise.all(Object.keys(LINES).map(init));
  for (const [number, line] of Object.values(LINES).entries()) expect(results[number]?.stdout).toMatch(line);
  expect(results.map(({ code }) => code)).toEqual(results.map(() => 0));
});
