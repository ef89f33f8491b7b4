import type { IncomingMessage } from 'node:http';

import { Inject, Injectable } from '@nestjs/common';

import type { Config } from '#config';

import { CONFIG } from '../core/core.tokens.js';
import { Metrics } from '../metrics/metrics.js';
import { ClientAddresses } from '../security/client-addresses.js';
import type { LiveServer } from './socket.types.js';

/** Who may open a live connection: this origin's page and programs, each client so many at once. */
@Injectable()
export class SocketAdmission {
  private readonly open = new Map<string, number>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(ClientAddresses) private readonly clients: ClientAddresses,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  /** The reason to refuse the handshake, or null. */
  refusal(request: IncomingMessage): string | null {
    if (!this.isSameOrigin(request)) return 'Other origins are not allowed.';
    const open = this.open.get(this.clients.keyOf(request)) ?? 0;
    if (open >= this.config.http.socketsPerClient) return 'Too many live connections from this address.';
    return null;
  }

  attach(engine: LiveServer['engine']): void {
    engine.on('connection', (connection: { request: IncomingMessage; once: NodeJS.EventEmitter['once'] }) => {
      const client = this.clients.keyOf(connection.request);
      this.add(client, 1);
      connection.once('close', () => this.add(client, -1));
    });
  }

  private add(client: string, change: 1 | -1): void {
    const open = (this.open.get(client) ?? 0) + change;
    if (open > 0) this.open.set(client, open);
    else this.open.delete(client);
    this.metrics.sockets.inc(change);
  }

  /** Browsers let any page open a WebSocket anywhere and only say who asks (RFC 6455 §10.2); programs say nothing. */
  private isSameOrigin({ headers }: IncomingMessage): boolean {
    if (headers.origin === undefined) return true;
    if (!URL.canParse(headers.origin)) return false;
    const { host } = new URL(headers.origin);
    return host === headers.host || host === new URL(this.config.publicUrl).host;
  }
}
