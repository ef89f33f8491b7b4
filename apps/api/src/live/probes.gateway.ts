import { Inject } from '@nestjs/common';
import {
  Ack,
  ConnectedSocket,
  MessageBody,
  type OnGatewayInit,
  SubscribeMessage,
  WebSocketGateway,
} from '@nestjs/websockets';

import { isToken } from '#checks';
import type { ProbeBody, ProblemBody } from '#contracts';
import type { SparingLog } from '#logging';
import { logStoreError } from '#store';

import { STATE_LOG } from '../core/core.tokens.js';
import { ProbesService } from '../probes/probes.service.js';
import { failed, probeNotFound, tooManyWatched } from '../problem/problems.js';
import { replyOf } from './acknowledgement.js';
import { MAX_WATCHED_PER_SOCKET } from './socket-limits.js';
import type { LiveServer, LiveSocket } from './socket.types.js';
import { WatchedProbes, probeRoom } from './watched-probes.js';

/** The part of the socket interface that is about probes. */
@WebSocketGateway()
export class ProbesGateway implements OnGatewayInit<LiveServer> {
  constructor(
    @Inject(ProbesService) private readonly probes: ProbesService,
    @Inject(WatchedProbes) private readonly watched: WatchedProbes,
    @Inject(STATE_LOG) private readonly log: SparingLog,
  ) {}

  afterInit(server: LiveServer): void {
    this.watched.attach(server);
  }

  @SubscribeMessage('probe:watch')
  async watch(
    @ConnectedSocket() socket: LiveSocket,
    @MessageBody() id: unknown,
    @Ack() acknowledge: unknown,
  ): Promise<void> {
    const reply = replyOf(acknowledge);
    if (typeof id !== 'string' || !isToken(id)) return reply(probeNotFound());
    const room = probeRoom(id);
    if (socket.rooms.size > MAX_WATCHED_PER_SOCKET && !socket.rooms.has(room)) {
      return reply(tooManyWatched(MAX_WATCHED_PER_SOCKET));
    }
    // Joins first and reads then, so that nothing falls in between.
    await socket.join(room);
    const answer = await this.read(id);
    if (!socket.connected || 'status' in answer) void socket.leave(room);
    reply(answer);
  }

  private async read(id: string): Promise<ProbeBody | ProblemBody> {
    try {
      return (await this.probes.read(id)) ?? probeNotFound();
    } catch (error) {
      logStoreError(this.log, error, 'a watched probe could not be read', { probe: id });
      return failed(error);
    }
  }
}
