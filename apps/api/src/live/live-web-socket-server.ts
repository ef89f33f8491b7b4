import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';

import { messageWindow } from './socket-limits.js';

/**
 * Twice what a connection may say, for heartbeats and the change of transport: each ping of either protocol is answered, and the
 * answers wait in memory for a client that does not read.
 */
const MAX_FRAMES = 202;

/** Counts what comes from the handshake on, before Engine.IO makes a connection of it. */
export class LiveWebSocketServer extends WebSocketServer {
  constructor(options: ServerOptions) {
    super({ ...options, autoPong: false });
  }

  override handleUpgrade(
    ...[request, socket, head, done]: Parameters<WebSocketServer['handleUpgrade']>
  ): void {
    super.handleUpgrade(request, socket, head, (client, from) => {
      limitFrames(client);
      done(client, from);
    });
  }
}

function limitFrames(client: WebSocket): void {
  const isBeyond = messageWindow(MAX_FRAMES);
  const count = (): boolean => {
    if (!isBeyond()) return true;
    // Thousands more may have arrived, which are still parsed: none of them is answered.
    for (const event of ['message', 'ping', 'pong']) client.removeAllListeners(event);
    client.terminate();
    return false;
  };
  client.on('message', count).on('pong', count);
  client.on('ping', (data) => {
    if (count()) client.pong(data);
  });
}
