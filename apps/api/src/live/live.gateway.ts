import { Inject } from '@nestjs/common';
import { type OnGatewayConnection, type OnGatewayInit, WebSocketGateway } from '@nestjs/websockets';

import { isToken } from '#checks';
import type { Config } from '#config';

import { CONFIG } from '../core/core.tokens.js';
import { UnreadAnswers } from '../http/unread-answers.js';
import { checkNotFound } from '../problem/problems.js';
import { securityHeaders } from '../security/security-headers.js';
import { onWatch, type Reply, watchProblem } from './acknowledgement.js';
import { SocketAdmission } from './socket-admission.js';
import { languageOf } from './socket-language.js';
import { limitArguments } from './socket-limits.js';
import type { LiveServer, LiveSocket } from './socket.types.js';
import { WatchPlaces } from './watch-places.js';
import { WatchedChecks } from './watched-checks.js';

/** The socket interface. What a client sends may be anything: it is `unknown` until it is looked at. */
@WebSocketGateway()
export class LiveGateway implements OnGatewayInit<LiveServer>, OnGatewayConnection<LiveSocket> {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(WatchedChecks) private readonly watched: WatchedChecks,
    @Inject(SocketAdmission) private readonly admission: SocketAdmission,
    @Inject(WatchPlaces) private readonly places: WatchPlaces,
    @Inject(UnreadAnswers) private readonly answers: UnreadAnswers,
  ) {}

  afterInit(server: LiveServer): void {
    server.engine.use(securityHeaders(this.config.publicUrl));
    server.engine.use(this.answers.bound);
    this.admission.attach(server.engine);
    this.places.attach(server);
    this.watched.attach(server);
  }

  handleConnection(socket: LiveSocket): void {
    limitArguments(socket);
    onWatch(socket, 'check:watch', (token, reply) => this.watch(socket, token, reply));
  }

  private async watch(socket: LiveSocket, token: unknown, reply: Reply): Promise<void> {
    if (typeof token !== 'string' || !isToken(token)) return reply(checkNotFound());
    try {
      await this.watched.watch(socket, token, (reading) =>
        reply(reading?.bodyIn(languageOf(socket)) ?? checkNotFound()),
      );
    } catch (error) {
      reply(watchProblem(error));
    }
  }
}
