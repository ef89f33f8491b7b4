import { Inject } from '@nestjs/common';
import { type OnGatewayConnection, type OnGatewayInit, WebSocketGateway } from '@nestjs/websockets';

import { isToken } from '#checks';
import type { SparingLog } from '#logging';
import { logStoreError } from '#store';

import { STATE_LOG } from '../core/core.tokens.js';
import { probeNotFound } from '../problem/problems.js';
import { onWatch, type Reply, watchProblem } from './acknowledgement.js';
import type { LiveServer, LiveSocket } from './socket.types.js';
import { WatchesExhaustedError } from './watch-places.js';
import { WatchedProbes } from './watched-probes.js';

/** The part of the socket interface that is about probes. */
@WebSocketGateway()
export class ProbesGateway implements OnGatewayInit<LiveServer>, OnGatewayConnection<LiveSocket> {
  constructor(
    @Inject(WatchedProbes) private readonly watched: WatchedProbes,
    @Inject(STATE_LOG) private readonly log: SparingLog,
  ) {}

  afterInit(server: LiveServer): void {
    this.watched.attach(server);
  }

  handleConnection(socket: LiveSocket): void {
    onWatch(socket, 'probe:watch', (id, reply) => this.watch(socket, id, reply));
  }

  private async watch(socket: LiveSocket, id: unknown, reply: Reply): Promise<void> {
    if (typeof id !== 'string' || !isToken(id)) return reply(probeNotFound());
    try {
      reply((await this.watched.watch(socket, id)) ?? probeNotFound());
    } catch (error) {
      if (!(error instanceof WatchesExhaustedError)) {
        logStoreError(this.log, error, 'a watched probe could not be read', { probe: id });
      }
      reply(watchProblem(error));
    }
  }
}
