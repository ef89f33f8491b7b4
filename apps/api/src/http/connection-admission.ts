import type { Server } from 'node:http';
import type { Socket } from 'node:net';

import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

import type { Config } from '#config';
import { TieredLimit } from '#limits';

import { CONFIG } from '../core/core.tokens.js';
import { ClientAddresses } from '../security/client-addresses.js';

/** In all: each takes some 20 KB. */
const MAX_CONNECTIONS = 5_000;

/** Beside the live connections of a client: a browser has 6, a program that polls a few. */
const REQUESTS_PER_CLIENT = 100;

/**
 * Who may hold connections, before a request has come on them: each client and each network so many, so that nobody takes all.
 * A proxy in front has those of all its visitors and bounds them itself; what visitors ask for through it is bounded by request.
 */
@Injectable()
export class ConnectionAdmission implements OnModuleInit {
  private readonly limit: TieredLimit;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(ClientAddresses) private readonly clients: ClientAddresses,
    private readonly host: HttpAdapterHost,
  ) {
    const perClient = config.http.socketsPerClient + REQUESTS_PER_CLIENT;
    this.limit = new TieredLimit({ perClient, total: MAX_CONNECTIONS });
  }

  onModuleInit(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.on('connection', (socket) => this.admit(socket));
  }

  /** Ends the connection, or counts it until it ends. */
  admit(socket: Pick<Socket, 'remoteAddress' | 'destroy' | 'once'>): void {
    const address = socket.remoteAddress;
    // It has ended already.
    if (address === undefined) return;
    if (this.clients.isInFront(address)) return;
    const admission = this.limit.acquire(address);
    if ('exhausted' in admission) socket.destroy();
    else socket.once('close', admission.release);
  }
}
