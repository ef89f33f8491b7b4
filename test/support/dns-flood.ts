/** Asks a DNS server from one port, faster than any client: as whoever forges queries does to draw answers towards a victim. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

import dnsPacket from 'dns-packet';

import type { Endpoint } from '#dns';

/** Answers of 1,232 bytes to so many fit into the receive buffer that Linux gives a socket (208 KiB). */
const QUESTIONS = 50;

export class DnsFlood {
  private constructor(private readonly socket: Socket) {}

  static async towards({ address, port }: Endpoint): Promise<DnsFlood> {
    const socket = createSocket('udp4');
    // The address that programs of this machine have is not limited.
    socket.bind(0, '127.0.0.66');
    await once(socket, 'listening');
    socket.connect(port, address);
    await once(socket, 'connect');
    return new DnsFlood(socket);
  }

  /** Sends dozens of questions for TLSA records in one go. Resolves to the answers when each has come. */
  ask(host: () => string): Promise<dnsPacket.DecodedPacket[]> {
    return new Promise((resolve, reject) => {
      const answers: dnsPacket.DecodedPacket[] = [];
      const receive = (message: Buffer) => {
        answers.push(dnsPacket.decode(message));
        if (answers.length < QUESTIONS) return;
        this.socket.off('message', receive);
        resolve(answers);
      };
      this.socket.on('message', receive);
      for (let id = 0; id < QUESTIONS; id += 1) {
        const questions = [{ type: 'TLSA' as const, name: `_25._tcp.${host()}` }];
        const query = dnsPacket.encode({ type: 'query', id, questions });
        this.socket.send(query, (error) => error !== null && reject(error));
      }
    });
  }

  close(): void {
    this.socket.close();
  }
}
