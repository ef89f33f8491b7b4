import { type WebSocket, WebSocketServer } from 'ws';

import { messageWindow } from './socket-limits.js';

/**
 * Twice what a connection may say, for heartbeats and the change of transport: each ping of either protocol is answered, and the
 * answers wait in memory for a client that does not read.
 */
const MAX_FRAMES = 202;

/** Counts what comes from the handshake on, before Engine.IO makes a connection of it. */
export class LiveWebSocketServer extends WebSocketServer {
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
  const count = (): void => {
    if (isBeyond()) client.terminate();
  };
  client.on('message', count).on('ping', count).on('pong', count);
}
