import type { IncomingMessage, ServerResponse } from 'node:http';

import { Inject, Injectable } from '@nestjs/common';

import type { Config } from '#config';
import type { ProblemBody } from '#contracts';
import { type Exhausted, TieredLimit } from '#limits';

import { CONFIG } from '../core/core.tokens.js';
import { inProportion } from '../core/in-proportion.js';
import { UnreadBytes } from '../http/unread-bytes.js';
import { Metrics } from '../metrics/metrics.js';
import { overloaded, problem } from '../problem/problems.js';
import { ClientAddresses } from '../security/client-addresses.js';
import { limitMessages } from './socket-limits.js';
import type { LiveServer, LiveSocket } from './socket.types.js';
import { UnreadUpdates } from './unread-updates.js';

/** In all, with the heap of the Compose file: each takes some 50 KB when idle. */
export const MAX_SOCKETS = 2_000;

const OTHER_ORIGIN = problem('other-origin', 'own-pages-only');

const REFUSALS: Readonly<Record<Exhausted, ProblemBody>> = {
  client: problem('too-many-requests', 'live-of-client'),
  network: problem('too-many-requests', 'live-of-network'),
  total: overloaded(),
};

/** Who may open a live connection: this origin's page and programs, each client so many at once. */
@Injectable()
export class SocketAdmission {
  private readonly limit: TieredLimit;
  private readonly unread: UnreadUpdates;
  /** Places of handshakes that are not connections yet. */
  private readonly places = new WeakMap<IncomingMessage, () => void>();
  /** Whose each handshake was: a connection that is over tells no more. */
  private readonly addresses = new WeakMap<object, string>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(ClientAddresses) private readonly clients: ClientAddresses,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(UnreadBytes) unread: UnreadBytes,
  ) {
    this.unread = new UnreadUpdates(unread);
    this.limit = new TieredLimit({
      perClient: config.http.socketsPerClient,
      total: inProportion(MAX_SOCKETS),
    });
  }

  /** Takes a place for the connection to come; answers why the handshake is refused, or null. */
  admit(request: IncomingMessage): ProblemBody | null {
    if (!this.isSameOrigin(request)) return OTHER_ORIGIN;
    const address = this.clients.of(request);
    const admission = this.limit.acquire(address);
    if ('exhausted' in admission) return REFUSALS[admission.exhausted];
    this.addresses.set(request, address);
    this.places.set(request, admission.release);
    // Of a handshake that fails no connection comes, which would give the place back.
    const releaseUnused = (): void => this.places.get(request)?.();
    ((request as { res?: ServerResponse }).res ?? request.socket).once('close', releaseUnused);
    return null;
  }

  /** Whose connection it is. */
  addressOf({ request }: LiveSocket): string {
    return this.addresses.get(request) ?? '';
  }

  attach(engine: LiveServer['engine']): void {
    engine.on('connection', (connection: LiveSocket['conn']) => {
      limitMessages(connection);
      this.unread.bound(connection, this.addresses.get(connection.request) ?? '');
      const release = this.places.get(connection.request);
      this.places.delete(connection.request);
      this.metrics.sockets.inc();
      connection.once('close', () => {
        release?.();
        this.metrics.sockets.dec();
      });
    });
  }

  /** Browsers let any page open a WebSocket anywhere and only say who asks (RFC 6455 §10.2); programs say nothing. */
  private isSameOrigin({ headers }: IncomingMessage): boolean {
    if (headers.origin === undefined) return true;
    if (!URL.canParse(headers.origin)) return false;
    const { host } = new URL(headers.origin);
    return host === headers.host || host === new URL(this.config.publicUrl).host;
  }
}
