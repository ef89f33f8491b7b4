/** The world that probes look at: a resolver that answers from a function, and port 25 of every address. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

import { type Answer, decode, encode } from 'dns-packet';

const RESOLVER_PORT = 5300;
/** Of the event loop, in which all that the kernel has is read. */
const TURNS = 5;
const FLAGS = 0x0100 | 0x0080 | 0x0020;

export interface Targets {
  /** How often each address was connected to. */
  readonly connections: ReadonlyMap<string, number>;
  /** The most connections that one address had open at a time. */
  readonly mostAtOnce: () => number;
  close(): void;
}

/** `answers` gets the name in lower case, and the type; undefined: silence. */
export async function startTargets(
  answers: (name: string, type: string) => readonly Answer[] | undefined,
): Promise<Targets> {
  const resolver = createSocket('udp4');
  resolver.on('message', (message, { address, port }) => {
    const { id = 0, questions = [] } = decode(message);
    const [question] = questions;
    if (question === undefined) return;
    const found = answers(question.name.toLowerCase(), question.type);
    if (found === undefined) return;
    const reply = { type: 'response' as const, id, flags: FLAGS, questions, answers: [...found] };
    resolver.send(encode(reply), port, address);
  });
  resolver.bind(RESOLVER_PORT, '127.0.0.1');
  await once(resolver, 'listening');
  const connections = new Map<string, number>();
  const open = new Map<Socket, string>();
  let most = 0;
  const server = createServer((socket) => {
    const address = (socket.localAddress ?? '?').replace(/^::ffff:/, '');
    connections.set(address, (connections.get(address) ?? 0) + 1);
    open.set(socket, address);
    socket.on('error', () => undefined);
    for (const event of ['end', 'close']) socket.once(event, () => open.delete(socket));
    void whatHasArrivedIsRead().then(() => {
      most = Math.max(most, 1, [...open.values()].filter((each) => each === address).length);
    });
    converse(socket);
  });
  server.listen(25, '::');
  await once(server, 'listening');
  return {
    connections,
    mostAtOnce: () => most,
    close: () => {
      resolver.close();
      server.close();
      for (const socket of open.keys()) socket.destroy();
    },
  };
}

/** The end of an earlier connection may have come before this one, and be seen after it. */
async function whatHasArrivedIsRead(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A mail server without TLS. */
function converse(socket: Socket): void {
  socket.write('220 target.test ESMTP\r\n');
  socket.on('data', (chunk: Buffer) => {
    const verb = chunk.toString('latin1').slice(0, 4).toUpperCase();
    if (verb === 'QUIT') socket.end('221 bye\r\n');
    else socket.write(verb === 'EHLO' ? '250 target.test\r\n' : '502 no\r\n');
  });
}
