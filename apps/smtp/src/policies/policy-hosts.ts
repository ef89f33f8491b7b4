/**
 * The hosts of the MTA-STS policies (RFC 8461 §3.3), with certificates of CERTS_DIR. Each fetch is evidence of what a sender looked
 * for. Anybody can ask, so a connection is short and a client has few.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import { LRUCache } from 'lru-cache';

import { normalizeAddress, policyFile, scenarioOfPolicyHost } from '#checks';
import { TieredLimit } from '#limits';
import { CERTIFICATES, findScenario, type KnownScenario } from '#scenarios';
import { logStoreError, type Store } from '#store';

import type { ReceiverLog } from '../limits/receiver-log.js';
import { listen } from '../receiver/listen.js';
import { printable } from '../session/observe.js';
import type { CertificateSelector } from '../tls/certificate-selector.js';

const PATH = '/.well-known/mta-sts.txt';
/** Where a redirect leads. */
const ELSEWHERE = '/mta-sts.txt';

const PRESENTED = {
  trusted: CERTIFICATES.find(({ namesPolicyHosts }) => namesPolicyHosts)?.id,
  'self-signed': CERTIFICATES.find(({ issuer }) => issuer === 'self')?.id,
} as const;

const REQUEST_LIMIT_MS = 10_000;
const IDLE_LIMIT_MS = 5_000;
const MAX_HEADER_BYTES = 8_192;
/** A sender that is mailed every scenario may ask for all policies simultaneously. */
const CONNECTIONS = { perClient: 30, total: 200 };
/** Requests that are left unanswered: further ones get 503. */
const UNANSWERED = { perClient: 4, total: 40 };
/** Of one connection, whatever it is used for: more than the minute that RFC 8461 §3.3 suggests to wait for an answer. */
const CONNECTION_LIMIT_MS = 75_000;

/** Of a client that asks again and again, one fetch of each policy in this time is kept. */
const KEPT_EVERY_MS = 60_000;
const MAX_REMEMBERED = 10_000;

export interface PolicyHostsOptions {
  readonly domain: string;
  readonly hosts: readonly string[];
  readonly port: number;
  readonly certificates: Pick<CertificateSelector, 'select'>;
  readonly store: Pick<Store, 'observations'>;
  readonly log: ReceiverLog;
}

export class PolicyHosts {
  private readonly servers: readonly { readonly host: string; readonly server: Server }[];
  private readonly limit = new TieredLimit(CONNECTIONS);
  private readonly unanswered = new TieredLimit(UNANSWERED);
  private readonly kept = new LRUCache<string, true>({ max: MAX_REMEMBERED, ttl: KEPT_EVERY_MS });
  private readonly pending = new Set<Promise<unknown>>();

  constructor(private readonly options: PolicyHostsOptions) {
    this.servers = options.hosts.map((host) => ({ host, server: this.createServer() }));
  }

  /** The ports that are listened on. @throws ListenError */
  async listen(): Promise<readonly number[]> {
    const { port, log } = this.options;
    const addresses = await Promise.all(
      this.servers.map(({ host, server }) =>
        listen(server, host, { port, sharePort: false }, log.logger, 'MTA_STS_PORT'),
      ),
    );
    return addresses.map((address) => address.port);
  }

  /** Ends every connection; resolves when all that was seen is stored. */
  async close(): Promise<void> {
    await Promise.all(
      this.servers.map(({ server }) => {
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        server.closeAllConnections();
        return closed;
      }),
    );
    await Promise.all(this.pending);
  }

  private createServer(): Server {
    const server = createServer({
      // RFC 8461 §7.1: a host that has no certificate for the name ends the handshake.
      SNICallback: (name, present) => {
        const host = this.scenarioAt(name)?.mtaSts?.host;
        const certificate = host === undefined ? undefined : PRESENTED[host];
        const own = certificate === undefined ? null : this.options.certificates.select(certificate);
        if (own === null) present(new Error('no policy host has that name'));
        else present(null, own.context);
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
      const ending = setTimeout(() => socket.destroy(), CONNECTION_LIMIT_MS);
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
    const found = this.scenarioAt(serverName);
    const planned = found === undefined ? 404 : statusOf(found, request);
    const status = planned === null && !this.mayLeaveUnanswered(socket) ? 503 : planned;
    if (found !== undefined) this.note(found, socket, serverName, request.headers['user-agent'], status);
    if (status === null) return;
    const hasBody = status === 200 && request.method === 'GET' && found !== undefined;
    response.writeHead(status, {
      'content-type': `text/${found?.mtaSts?.answer === 'html' ? 'html' : 'plain'}; charset=utf-8`,
      ...(status === 302 ? { location: `https://${serverName}${ELSEWHERE}` } : {}),
    });
    response.end(hasBody ? policyFile(found, this.options.domain) : undefined);
  }

  /** The request ends with its connection. */
  private mayLeaveUnanswered(socket: TLSSocket): boolean {
    const admission = this.unanswered.acquire(normalizeAddress(socket.remoteAddress ?? ''));
    if ('exhausted' in admission) return false;
    socket.once('close', admission.release);
    return true;
  }

  private note(
    { id }: KnownScenario,
    socket: TLSSocket,
    serverName: string,
    userAgent: string | undefined,
    status: number | null,
  ): void {
    const clientAddress = normalizeAddress(socket.remoteAddress ?? '');
    const at = Date.now();
    if (clientAddress === '' || !this.isNew(`${clientAddress} ${id} ${status}`)) return;
    const version = socket.getProtocol() ?? 'TLS';
    const answer = status === null ? 'it was left unanswered' : `the answer was ${status}`;
    const writing = this.options.store.observations
      .append({
        ...{ token: null, at, kind: 'policy-fetch', scenario: id, clientAddress },
        clientName: userAgent === undefined ? null : printable(userAgent, 255),
        tls: { version, cipher: socket.getCipher().standardName, serverName },
        detail: `The MTA-STS policy was asked for at ${serverName}, and ${answer}.`,
        ...{ evidence: null, query: null },
      })
      .catch((err: unknown) =>
        logStoreError(this.options.log.states, err, 'a fetch of a policy could not be stored', {}),
      )
      .finally(() => this.pending.delete(writing));
    this.pending.add(writing);
  }

  private isNew(key: string): boolean {
    const isKept = this.kept.has(key);
    if (!isKept) this.kept.set(key, true);
    return !isKept;
  }

  private scenarioAt(name: string): KnownScenario | undefined {
    return findScenario(scenarioOfPolicyHost(name, this.options.domain) ?? '');
  }
}

/** Null: the request is left unanswered. */
function statusOf({ mtaSts }: KnownScenario, { method, url = '' }: IncomingMessage): number | null {
  if (method !== 'GET' && method !== 'HEAD') return 405;
  const [path] = url.split('?');
  switch (mtaSts?.answer) {
    case 'policy':
    case 'html':
    case 'oversized':
      return path === PATH ? 200 : 404;
    case 'redirect':
      return path === PATH ? 302 : path === ELSEWHERE ? 200 : 404;
    case 'nothing':
      return path === PATH ? null : 404;
    case 'not-found':
    case undefined:
      return 404;
  }
}
