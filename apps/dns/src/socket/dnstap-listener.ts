import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';

import { DNSTAP_CONTENT_TYPE, FrameStreamError, FrameStreamReceiver, type FrameStreamEvent } from '#dnstap';
import type { Logger, SparingLog } from '#logging';

import { clearSocketPath } from './clear-socket-path.js';
import { socketError } from './socket-error.js';

/** A name server has one connection, and for a moment two when it reads its configuration again. */
const MAX_CONNECTIONS = 16;
/** The name server runs as a user of its own. Who else may reach the socket is for its directory to say. */
const SOCKET_MODE = 0o666;

export interface DnstapListenerParts {
  readonly path: string;
  /** Gets the payload of each data frame, which is only valid during the call; must not throw. */
  readonly onPayload: (payload: Buffer) => void;
  readonly logger: Logger;
  readonly sparingLog: SparingLog;
}

/** The Unix socket that name servers connect to, by themselves and again whenever the connection was lost. */
export class DnstapListener {
  private readonly server = createServer((socket) => this.serve(socket));
  private readonly connections = new Set<Socket>();
  private connected = 0;

  constructor(private readonly parts: DnstapListenerParts) {
    this.server.maxConnections = MAX_CONNECTIONS;
    this.server.on('drop', () => parts.sparingLog.warn('too many connections to the socket'));
  }

  /** @throws SocketError */
  async listen(): Promise<void> {
    const { path, logger, sparingLog } = this.parts;
    await clearSocketPath(path);
    try {
      this.server.listen(path);
      await once(this.server, 'listening');
      await chmod(path, SOCKET_MODE);
    } catch (error) {
      this.server.close();
      throw socketError(path, error);
    }
    this.server.on('error', (err) => sparingLog.error('a connection could not be accepted', { err }));
    logger.info({ socket: path }, 'listening');
  }

  /** Ends every connection and removes the socket. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.connections) socket.destroy();
    await closed;
  }

  private serve(socket: Socket): void {
    this.connected += 1;
    const connection = this.connected;
    const receiver = new FrameStreamReceiver(DNSTAP_CONTENT_TYPE);
    this.connections.add(socket);
    // Not at once: a health check only connects.
    socket.once('data', () => {
      this.parts.logger.info({ connection }, 'a name server connected');
      socket.on('close', () => this.parts.logger.info({ connection }, 'a name server disconnected'));
    });
    socket.on('data', (chunk) => this.take(socket, receiver, chunk));
    // The connection ends with it, and the name server makes another.
    socket.on('error', (err) => this.parts.logger.debug({ connection, err }, 'the connection failed'));
    socket.on('close', () => this.connections.delete(socket));
  }

  private take(socket: Socket, receiver: FrameStreamReceiver, chunk: Buffer): void {
    try {
      for (const event of receiver.receive(chunk)) this.handle(socket, event);
    } catch (error) {
      if (!(error instanceof FrameStreamError)) throw error;
      this.parts.sparingLog.warn('what came over the socket cannot be understood, disconnecting', {
        reason: error.message,
      });
      socket.destroy();
    }
  }

  private handle(socket: Socket, event: FrameStreamEvent): void {
    switch (event.kind) {
      case 'data':
        this.parts.onPayload(event.payload);
        return;
      case 'reply':
        socket.write(event.octets);
        return;
      case 'stopped':
        socket.end();
        return;
    }
  }
}
