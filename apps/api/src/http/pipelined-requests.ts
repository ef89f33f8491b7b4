import type { RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/** Hardly any client sends a request before it has the answer to the one before; proxies and browsers never do. */
const MAX_UNANSWERED = 4;

/**
 * Node begins every request as soon as it is parsed, thousands of one piece of 64 KiB, whatever their answers cost: nobody else
 * would get one for minutes. A connection with more unanswered ones ends (RFC 9112 §9.3.2).
 */
@Injectable()
export class PipelinedRequests implements OnModuleInit {
  private readonly unanswered = new WeakMap<Socket, number>();

  constructor(private readonly host: HttpAdapterHost) {}

  /** Comes before all other listeners, that of Engine.IO as well. */
  onModuleInit(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    const listeners = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    server.on('request', (request, response) => {
      if (!this.begin(request.socket, response)) return void request.socket.destroy();
      for (const listener of listeners) listener.call(server, request, response);
    });
  }

  private begin(socket: Socket, response: ServerResponse): boolean {
    const count = this.unanswered.get(socket) ?? 0;
    if (count >= MAX_UNANSWERED) return false;
    this.unanswered.set(socket, count + 1);
    response.once('close', () => this.unanswered.set(socket, (this.unanswered.get(socket) ?? 1) - 1));
    return true;
  }
}
