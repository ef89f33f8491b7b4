/** A name server as far as the observer can tell: frames over its socket, right and wrong ones. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import dnsPacket from 'dns-packet';

import { CONTROL, DNSTAP_CONTENT_TYPE, DnstapType, formatControlFrame } from '#dnstap';

export class DnstapClient {
  readonly closed: Promise<unknown>;

  private constructor(private readonly socket: Socket) {
    socket.on('error', () => undefined);
    // The other end may hang up while something is being written: that is an end like any other.
    this.closed = new Promise((resolve) => socket.once('close', resolve));
  }

  static async open(path: string): Promise<DnstapClient> {
    const socket = connect(path);
    await once(socket, 'connect');
    return new DnstapClient(socket);
  }

  /** Connected, and through the handshake. */
  static async started(path: string): Promise<DnstapClient> {
    const client = await DnstapClient.open(path);
    client.write(formatControlFrame({ type: CONTROL.ready, contentTypes: [DNSTAP_CONTENT_TYPE] }));
    await client.answer();
    client.write(formatControlFrame({ type: CONTROL.start, contentTypes: [DNSTAP_CONTENT_TYPE] }));
    return client;
  }

  /** Whether the other end takes what is offered; not when it has hung up. */
  async answersReady(): Promise<boolean> {
    this.write(formatControlFrame({ type: CONTROL.ready, contentTypes: [DNSTAP_CONTENT_TYPE] }));
    const answer = new Promise<boolean>((resolve) => this.socket.once('data', () => resolve(true)));
    return Promise.race([answer, this.closed.then(() => false)]);
  }

  write(octets: Uint8Array): void {
    this.socket.write(octets);
  }

  /** Sends payloads as data frames. */
  send(...payloads: readonly Uint8Array[]): void {
    this.socket.write(Buffer.concat(payloads.flatMap((payload) => [lengthOf(payload), payload])));
  }

  /** Says STOP; resolves to what came back. */
  async stop(): Promise<Buffer> {
    this.write(formatControlFrame({ type: CONTROL.stop, contentTypes: [] }));
    const answer = await this.answer();
    await this.closed;
    return answer;
  }

  close(): void {
    this.socket.destroy();
  }

  /** Rejects when the other end hangs up instead. */
  private async answer(): Promise<Buffer> {
    const hungUp = this.closed.then(() => Promise.reject(new Error('the observer hung up')));
    const [answer] = (await Promise.race([once(this.socket, 'data'), hungUp])) as [Buffer];
    return answer;
  }
}

/** The payload for one query, with changes to the dnstap message and to the DNS message. */
export function dnstapPayload(name: string, changes: object = {}, dnsChanges: object = {}): Buffer {
  const queryMessage = dnsPacket.encode({ type: 'query', questions: [{ type: 'A', name }], ...dnsChanges });
  const message = {
    type: 1,
    socketProtocol: 1,
    queryAddress: Buffer.from([192, 0, 2, 53]),
    queryPort: 40_053,
    queryTimeSec: Math.floor(Date.now() / 1000),
    queryMessage,
    ...changes,
  };
  return Buffer.from(DnstapType.encode(DnstapType.fromObject({ type: 1, message })).finish());
}

function lengthOf(payload: Uint8Array): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(payload.length);
  return octets;
}
