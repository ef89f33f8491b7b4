/** A DNS server that answers what a test tells it to, over UDP and TCP on one port. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

import dnsPacket from 'dns-packet';

import { freeDnsPort } from './free-dns-port.js';

export interface ReceivedQuery {
  readonly packet: dnsPacket.DecodedPacket;
  readonly bytes: Buffer;
  readonly transport: 'udp' | 'tcp';
  readonly clientPort: number;
}

/** What is sent back, each as a message of its own; over TCP as it is, lengths included. */
export type Script = (query: ReceivedQuery) => readonly Buffer[] | Promise<readonly Buffer[]>;

export interface ScriptedDnsServer {
  readonly address: string;
  readonly port: number;
  readonly queries: readonly ReceivedQuery[];
  close(): Promise<void>;
}

export async function startScriptedDnsServer(
  script: Script,
  address = '127.0.0.1',
): Promise<ScriptedDnsServer> {
  const port = address.includes(':') ? 0 : await freeDnsPort(address);
  const queries: ReceivedQuery[] = [];
  const receive = (bytes: Buffer, transport: 'udp' | 'tcp', clientPort: number) => {
    const query = { packet: dnsPacket.decode(bytes), bytes, transport, clientPort };
    queries.push(query);
    return script(query);
  };
  const udp = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  udp.on('message', (bytes, client) => {
    void Promise.resolve(receive(bytes, 'udp', client.port)).then((replies) => {
      for (const reply of replies) udp.send(reply, client.port, client.address, () => undefined);
    });
  });
  udp.bind(port, address);
  await once(udp, 'listening');

  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      void Promise.resolve(receive(bytes.subarray(2), 'tcp', socket.remotePort ?? 0)).then((replies) => {
        for (const reply of replies) socket.write(reply);
        // No reply: the connection is closed.
        if (replies.length === 0) socket.end();
      });
    });
  }).listen(udp.address().port, address);
  await once(tcp, 'listening');
  return {
    address,
    port: (tcp.address() as AddressInfo).port,
    queries,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      udp.close();
      tcp.close();
      await once(tcp, 'close');
    },
  };
}

export interface ReplyOptions {
  readonly answers?: readonly dnsPacket.Answer[];
  readonly rcode?: number;
  /** Besides QR: `AA`, `TC`, `AD`; RD and RA are set. */
  readonly flags?: number;
  readonly id?: number;
  readonly questions?: readonly dnsPacket.Question[];
}

/** A right reply, but for what the options change. */
export function reply({ packet }: ReceivedQuery, options: ReplyOptions = {}): Buffer {
  const { answers = [], rcode = 0, flags = 0, id = packet.id ?? 0, questions } = options;
  return dnsPacket.encode({
    type: 'response',
    id,
    flags: dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE | flags | rcode,
    questions: [...(questions ?? packet.questions ?? [])],
    answers: [...answers],
  });
}

/** As TCP wants it. */
export function framed(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from([message.length >> 8, message.length & 0xff]), message]);
}
