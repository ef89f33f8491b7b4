import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/** Hardly any client sends a request before it has the answer to the one before; proxies and browsers never do. */
export const MAX_UNANSWERED = 4;

/** What Node's parser is answered for a request after which another protocol follows: it reads no further. */
const READ_NO_FURTHER = 2;

/** Of Node's server, undocumented and the same for years: nothing else can stop the parser within what has arrived. */
interface ParsedSocket extends Socket {
  readonly parser?: { onIncoming: (request: IncomingMessage, shouldKeepAlive: boolean) => number };
}

/**
 * Node begins every request as soon as it is parsed, thousands of one piece of 64 KiB, whatever their answers cost: nobody else
 * would get one for minutes. A connection with more unanswered ones ends (RFC 9112 §9.3.2).
 */
@Injectable()
export class PipelinedRequests implements OnModuleInit {
  private readonly unanswered = new WeakMap<Socket, number>();

  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.prependListener('request', ({ socket }, response) => {
      this.count(socket, 1);
      response.once('close', () => this.count(socket, -1));
    });
    server.on('connection', (socket) => this.bound(socket));
  }

  private bound(socket: ParsedSocket): void {
    const { parser } = socket;
    // Of a connection that is refused nothing is parsed.
    if (parser === undefined) return;
    const begin = parser.onIncoming;
    parser.onIncoming = (request, shouldKeepAlive) => {
      if ((this.unanswered.get(socket) ?? 0) < MAX_UNANSWERED) return begin(request, shouldKeepAlive);
      socket.destroy();
      return READ_NO_FURTHER;
    };
  }

  private count(socket: Socket, change: 1 | -1): void {
    this.unanswered.set(socket, (this.unanswered.get(socket) ?? 0) + change);
  }
}
