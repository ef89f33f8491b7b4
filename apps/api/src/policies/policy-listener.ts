/**
 * The policy hosts of a lab, with certificates of CERTS_DIR: there is no web server in front. Anybody can ask, so a connection is
 * short and a client has few.
 */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';

import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { normalizeAddress } from '#checks';
import type { Config } from '#config';
import { readTextFile } from '#files';
import { TieredLimit } from '#limits';
import { CERTIFICATES, type MtaStsPlan } from '#scenarios';

import { CONFIG } from '../core/core.tokens.js';
import { PolicyAnswers, UNANSWERED_MS } from './policy-answers.js';

const PRESENTED: Readonly<Record<MtaStsPlan['host'], string | undefined>> = {
  trusted: CERTIFICATES.find(({ namesPolicyHosts }) => namesPolicyHosts)?.id,
  'self-signed': CERTIFICATES.find(({ issuer }) => issuer === 'self')?.id,
};
/** How soon other files are presented. */
const READ_AGAIN_MS = 2_000;

const REQUEST_LIMIT_MS = 10_000;
const IDLE_LIMIT_MS = 5_000;
const MAX_HEADER_BYTES = 8_192;
/** A sender that is mailed every scenario may ask for all policies simultaneously. */
const CONNECTIONS = { perClient: 30, total: 200 };

@Injectable()
export class PolicyListener implements BeforeApplicationShutdown {
  private readonly servers: Server[] = [];
  private readonly limit = new TieredLimit(CONNECTIONS);
  /** Files that cannot be used change nothing. */
  private readonly contexts = new LRUCache<string, SecureContext>({
    ...{ max: 2, ttl: READ_AGAIN_MS, allowStaleOnFetchRejection: true, noDeleteOnFetchRejection: true },
    fetchMethod: (name) => this.read(name),
  });

  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'certs'>,
    @Inject(PolicyAnswers) private readonly answers: PolicyAnswers,
  ) {}

  /** Rejects with the error of `listen`. */
  async listen(port: number, host: string): Promise<AddressInfo> {
    const server = this.createServer();
    this.servers.push(server);
    server.listen(port, host);
    await once(server, 'listening');
    return server.address() as AddressInfo;
  }

  beforeApplicationShutdown(): void {
    for (const server of this.servers) {
      server.close();
      server.closeAllConnections();
    }
  }

  private createServer(): Server {
    const server = createServer({
      SNICallback: (name, present) => {
        this.contextFor(name).then((context) => present(null, context), present);
      },
      maxHeaderSize: MAX_HEADER_BYTES,
      handshakeTimeout: REQUEST_LIMIT_MS,
      requestTimeout: REQUEST_LIMIT_MS,
      headersTimeout: REQUEST_LIMIT_MS,
      keepAliveTimeout: IDLE_LIMIT_MS,
    });
    server.maxRequestsPerSocket = 10;
    server.on('connection', (socket: Socket) => {
      const admission = this.limit.acquire(normalizeAddress(socket.remoteAddress ?? ''));
      if ('exhausted' in admission) return void socket.destroy();
      const ending = setTimeout(() => socket.destroy(), UNANSWERED_MS);
      socket.once('close', () => {
        clearTimeout(ending);
        admission.release();
      });
    });
    server.on('tlsClientError', (_, socket) => socket.destroy());
    server.on('clientError', (_, socket) => socket.destroy());
    server.on('request', (request, response) => this.answer(request, response));
    return server;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    if (!(socket instanceof TLSSocket)) return void socket.destroy();
    const serverName = typeof socket.servername === 'string' ? socket.servername : '';
    const tls = { version: socket.getProtocol() ?? 'TLS', cipher: socket.getCipher().standardName };
    const address = normalizeAddress(socket.remoteAddress ?? '');
    this.answers.answer({ address, tls: { ...tls, serverName } }, request, response);
  }

  /** RFC 8461 §7.1: a host that has no certificate for the name ends the handshake. */
  private async contextFor(serverName: string): Promise<SecureContext> {
    const host = this.answers.scenarioAt(serverName)?.mtaSts?.host;
    const certificate = host === undefined ? undefined : PRESENTED[host];
    const context = certificate === undefined ? undefined : await this.contexts.fetch(certificate);
    if (context === undefined) throw new Error('no policy host has that name');
    return context;
  }

  private async read(name: string): Promise<SecureContext> {
    const { dir } = this.config.certs;
    const key = await readTextFile(join(dir, `${name}.key.pem`));
    return createSecureContext({ key, cert: await readTextFile(join(dir, `${name}.chain.pem`)) });
  }
}
