import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';

import dnsPacket from 'dns-packet';

import { Knot } from '../../lab/knot.js';
import { projectRoot } from '../../lab/project-root.js';
import { runCommand } from '../../lab/run-command.js';
import { type Attack, demand, inTurns, type Place } from '../attack.js';
import { waitUntil } from '../patience.js';
import { DOMAIN } from '../world.js';

const SERVERS = { 4: '192.0.2.1', 6: '2a00::1' } as const;
const ASKED_AGAIN_MS = 1000;
/** Of one address with the rule of docs/host-reference.md. */
const LIMIT = 50;
const ABOVE_LIMIT = 150;
const BUSY = 3000;
const OTHERS = 10;

/** Knot limits no single client: that takes a limit which one client does not fill easily, and the rule for the firewall. */
export const nameServerTcp: Attack = {
  number: 16,
  title: 'TCP connections to the name server that ask on',
  inFastPart: true,
  async run(place) {
    await startKnot(place);
    const held: Socket[] = [];
    const hold = async (
      count: number,
      atATime: number,
      from: (index: number) => string,
    ): Promise<Socket[]> => {
      const sockets: Socket[] = [];
      await inTurns(count, atATime, async (index) => {
        const socket = ask(from(index));
        held.push(socket);
        sockets.push(socket);
        await answerOrEnd(socket);
      });
      return sockets;
    };
    const again = setInterval(() => {
      for (const socket of held) if (socket.bytesRead > 0 && !socket.destroyed) socket.write(QUERY);
    }, ASKED_AGAIN_MS);
    try {
      const open = (): number => held.filter(({ destroyed }) => !destroyed).length;
      // So many at a time as the backlog takes; once more for those on which this process was slow to ask.
      await waitUntil(`${BUSY} connections of one address`, async () => {
        await hold(BUSY - open(), 100, () => '198.18.0.1');
        return open() === BUSY ? true : undefined;
      });
      const slowest = await othersAreAnswered();
      const hasRule = await loadRule();
      // Together: one that the server closes makes room for another.
      const four = hasRule ? await hold(ABOVE_LIMIT, ABOVE_LIMIT, () => '198.18.0.2') : [];
      const six = hasRule
        ? await hold(ABOVE_LIMIT, ABOVE_LIMIT, (index) => `2a00:0:0:1::${(index + 1).toString(16)}`)
        : [];
      for (const [name, sockets] of [['an IPv4 address', four] as const, ['an IPv6 /64', six] as const]) {
        // Not only those with an answer: the server ends a connection on which this process is slow to ask.
        const letThrough = sockets.filter(({ bytesWritten }) => bytesWritten > 0).length;
        demand(!hasRule || letThrough === LIMIT, `with the rule ${name} has ${letThrough} connections`);
      }
      await othersAreAnswered();
      return {
        'busy connections of one address': BUSY,
        'other clients answered': OTHERS,
        'ms at most': Math.ceil(slowest),
        ...(hasRule
          ? { 'of one address or /64 with the rule': LIMIT }
          : { 'the rule was not tried:': 'no nft' }),
      };
    } finally {
      clearInterval(again);
      for (const socket of held) socket.destroy();
    }
  },
};

const QUERY = dnsPacket.streamEncode({ type: 'query', id: 1, questions: [{ type: 'SOA', name: DOMAIN }] });

/** A client that has sent one question. */
function ask(from: string): Socket {
  const host = from.includes(':') ? SERVERS[6] : SERVERS[4];
  const socket = connect({ host, port: 53, localAddress: from });
  socket.on('error', () => undefined).on('data', () => undefined);
  socket.once('connect', () => socket.write(QUERY));
  return socket;
}

/** The longest that one of them waited, in milliseconds. */
async function othersAreAnswered(): Promise<number> {
  const times: number[] = [];
  await inTurns(OTHERS, 1, async (index) => {
    const began = performance.now();
    await waitUntil(`an answer to client ${index} of another address`, async () => {
      const socket = ask(`203.0.113.${index + 1}`);
      await answerOrEnd(socket);
      socket.destroy();
      return socket.bytesRead > 0 ? true : undefined;
    });
    times.push(performance.now() - began);
  });
  return Math.max(...times);
}

/** The server ends a connection on which this process is slow to ask. */
async function answerOrEnd(socket: Socket): Promise<void> {
  await Promise.race([once(socket, 'data'), once(socket, 'close')]).catch(() => undefined);
}

async function startKnot({ directory, atEnd }: Place): Promise<void> {
  const generated = join(directory, 'zones');
  const env = {
    ...{ DOMAIN, PUBLIC_IPV4: SERVERS[4], PUBLIC_IPV6: SERVERS[6], DNS_PROVIDER: 'knot' },
    ...{ CERTS_DIR: join(directory, '../certs'), ZONES_DIR: generated, DNS_DIR: join(directory, 'dns') },
  };
  await runCommand(process.execPath, [join(projectRoot(), 'dist/apps/cli/src/main.js'), 'dns'], { env });
  const knot = new Knot({ generatedDir: join(generated, 'knot'), stateDir: env.DNS_DIR });
  atEnd(() => knot.stop());
  await knot.start();
  await waitUntil('an answer', () => (knot.log.includes('answering for') ? true : undefined));
}

/** False where the firewall cannot be had. */
async function loadRule(): Promise<boolean> {
  const page = await readFile(join(projectRoot(), 'docs/host-reference.md'), 'utf8');
  const rule = /```nft\n([^`]*)```/.exec(page)?.[1];
  demand(rule !== undefined, 'docs/host-reference.md has no rule');
  try {
    await runCommand('nft', ['--version']);
  } catch {
    return false;
  }
  // As after each start of the machine, and once more.
  for (let times = 0; times < 2; times += 1) await runCommand('nft', ['-f', '-'], { input: rule });
  return true;
}
