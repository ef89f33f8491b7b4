/**
 * Answers that wait in memory for clients that do not read them. What comes beyond the bounds ends with its connection, and so
 * does what waits too long.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import { Inject, Injectable } from '@nestjs/common';

import { ClientAddresses } from '../security/client-addresses.js';
import { UnreadBytes } from './unread-bytes.js';

/** Smaller ones than this need no bound: each has a connection of its own, and those are bounded. */
const LARGE_BYTES = 65_536;

const PATIENCE_MS = 30_000;

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

@Injectable()
export class UnreadAnswers {
  /** What each connection holds: those that wait for the answer before theirs do not see it end. */
  private readonly held = new WeakMap<Socket, Set<() => void>>();

  constructor(
    @Inject(ClientAddresses) private readonly clients: ClientAddresses,
    @Inject(UnreadBytes) private readonly unread: UnreadBytes,
  ) {}

  /** For Express, and for Engine.IO: what is polled for is an answer as well. */
  readonly bound: Middleware = (request, response, next) => {
    const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
    response.end = (...args: unknown[]): ServerResponse => {
      end(...args);
      this.count(request, response);
      return response;
    };
    next();
  };

  /** Given to the system by now, or still here: also what waits for earlier answers on its connection (RFC 9112 §9.3.2). */
  private count(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const bytes = response.writableLength;
    if (bytes < LARGE_BYTES || socket.destroyed) return;
    const cut = (): void => void socket.destroy();
    const giveBack = this.unread.hold(this.clients.of(request), bytes, cut);
    if (giveBack === null) return cut();
    const patience = setTimeout(cut, PATIENCE_MS).unref();
    const held = this.heldBy(socket);
    const release = (): void => {
      clearTimeout(patience);
      giveBack();
      held.delete(release);
    };
    held.add(release);
    response.once('close', release);
  }

  private heldBy(socket: Socket): Set<() => void> {
    const known = this.held.get(socket);
    if (known !== undefined) return known;
    const held = new Set<() => void>();
    this.held.set(socket, held);
    socket.once('close', () => {
      for (const release of held) release();
    });
    return held;
  }
}
