import type { Server } from 'node:http';
import type { Socket } from 'node:net';

import { type BeforeApplicationShutdown, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/** How long requests and sockets may take to end by themselves once the application closes. */
const GRACE_MS = 2_000;

/** Cuts, when the application closes, the connections that do not end by themselves: a silent client must not hold it. */
@Injectable()
export class ConnectionDrain implements OnModuleInit, BeforeApplicationShutdown {
  private readonly open = new Set<Socket>();

  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.on('connection', (socket) => {
      this.open.add(socket);
      socket.once('close', () => this.open.delete(socket));
    });
  }

  beforeApplicationShutdown(): void {
    setTimeout(() => {
      for (const socket of this.open) socket.destroy();
    }, GRACE_MS).unref();
  }
}
