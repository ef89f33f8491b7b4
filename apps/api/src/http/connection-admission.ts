import type { Server } from 'node:http';
import type { Socket } from 'node:net';

import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

import type { Config } from '#config';
import type { ProblemBody } from '#contracts';
import { type Exhausted, TieredLimit } from '#limits';

import { CONFIG } from '../core/core.tokens.js';
import { inProportion } from '../core/in-proportion.js';
import { problem } from '../problem/problems.js';
import { ClientAddresses } from '../security/client-addresses.js';
import { rawAnswer } from './raw-answer.js';

/** In all, with the heap of the Compose file: each takes some 20 KB. */
export const MAX_CONNECTIONS = 5_000;

/** Beside the live connections of a client: a browser has 6, a program that polls a few. */
const REQUESTS_PER_CLIENT = 100;

/** How many that are refused are answered at a time; further ones are closed without a word. */
const MAX_REFUSALS = 500;
/** Closed while a request still comes, a connection is reset, and its answer may be lost with it. */
const LINGER_MS = 1_000;

const REFUSALS: Readonly<Record<Exhausted, ProblemBody>> = {
  client: problem('too-many-requests', 'connections-of-client'),
  network: problem('too-many-requests', 'connections-of-network'),
  total: problem('overloaded', 'all-connections-taken'),
};

/**
 * Who may hold connections, before a request has come on them: each client and each network so many, so that nobody takes all.
 * A proxy in front has those of all its visitors and bounds them itself; what visitors ask for through it is bounded by request.
 */
@Injectable()
export class ConnectionAdmission implements OnModuleInit {
  private readonly limit: TieredLimit;
  private refusals = 0;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(ClientAddresses) private readonly clients: ClientAddresses,
    private readonly host: HttpAdapterHost,
  ) {
    const perClient = config.http.socketsPerClient + REQUESTS_PER_CLIENT;
    this.limit = new TieredLimit({ perClient, total: inProportion(MAX_CONNECTIONS) });
  }

  /** Comes before Node's own listener: what is refused is never parsed, so that no request of it does anything. */
  onModuleInit(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    const listeners = server.listeners('connection');
    server.removeAllListeners('connection');
    server.on('connection', (socket) => {
      const exhausted = this.admit(socket);
      if (exhausted !== null) return this.refuse(socket, REFUSALS[exhausted]);
      for (const listener of listeners) listener.call(server, socket);
    });
  }

  /** Counts the connection until it ends, or says which limit is reached. */
  admit(socket: Pick<Socket, 'remoteAddress' | 'once'>): Exhausted | null {
    const address = socket.remoteAddress;
    // It has ended already.
    if (address === undefined) return null;
    if (this.clients.isInFront(address)) return null;
    const admission = this.limit.acquire(address);
    if ('exhausted' in admission) return admission.exhausted;
    socket.once('close', admission.release);
    return null;
  }

  private refuse(socket: Socket, refusal: ProblemBody): void {
    socket.on('error', () => undefined);
    if (this.refusals >= MAX_REFUSALS) return void socket.destroy();
    this.refusals += 1;
    const deadline = setTimeout(() => socket.destroy(), LINGER_MS).unref();
    socket.once('close', () => {
      this.refusals -= 1;
      clearTimeout(deadline);
    });
    socket.resume().end(rawAnswer(refusal));
  }
}
