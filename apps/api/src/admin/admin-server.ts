/**
 * What only the operator reads, on a port of its own: nothing that a web server passes on, however it is set up, leads here.
 */
import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';

import type { SparingLog } from '#logging';
import { STORE, type Store, logStoreError } from '#store';

import { STATE_LOG } from '../core/core.tokens.js';
import { StoreHealth } from '../health/store-health.js';
import { SERVER_TIMEOUTS } from '../http/bounded-express.adapter.js';
import { Metrics } from '../metrics/metrics.js';
import { failed, retryAfter } from '../problem/problems.js';
import { isOwnHost } from './own-host.js';
import { REPORTS_STYLE_HASH, reportsPage } from './reports-page.js';

/** As many as somebody scrolls through. */
const MAX_SHOWN = 500;

/** A monitoring system and a browser need few. */
const MAX_CONNECTIONS = 50;

const HEADERS = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

@Injectable()
export class AdminServer implements BeforeApplicationShutdown {
  private server: Server | undefined;

  constructor(
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(StoreHealth) private readonly health: StoreHealth,
    @Inject(STORE) private readonly store: Store,
    @Inject(STATE_LOG) private readonly log: SparingLog,
  ) {}

  /** Rejects with the error of `listen`. */
  async listen(port: number, host: string): Promise<AddressInfo> {
    this.server = createServer(SERVER_TIMEOUTS, (request, response) => void this.answer(request, response));
    this.server.maxConnections = MAX_CONNECTIONS;
    this.server.listen(port, host);
    await once(this.server, 'listening');
    return this.server.address() as AddressInfo;
  }

  beforeApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, headers, body } = await this.answerTo(request);
    response.writeHead(status, { ...HEADERS, ...headers }).end(body);
  }

  private async answerTo({ method, url = '', headers }: IncomingMessage): Promise<Answer> {
    if (!isOwnHost(headers.host ?? '')) return plain(421, 'Ask by address, such as http://127.0.0.1.');
    const page = this.pageAt(url.split('?')[0] ?? '');
    if (page === undefined) return plain(404, 'Here are /metrics and /admin/tlsrpt.');
    if (method !== 'GET' && method !== 'HEAD') return plain(405, 'Only GET.', { Allow: 'GET, HEAD' });
    try {
      return await page();
    } catch (error) {
      logStoreError(this.log, error, 'a page for the operator could not be made');
      const problem = failed(error);
      return plain(problem.status, problem.detail, retryAfter(problem));
    }
  }

  private pageAt(path: string): (() => Promise<Answer>) | undefined {
    switch (path) {
      case '/metrics':
        return () => this.metricsText();
      case '/admin/tlsrpt':
        return () => this.reports();
      default:
        return undefined;
    }
  }

  private async metricsText(): Promise<Answer> {
    this.metrics.storeUp.set((await this.health.isUp()) ? 1 : 0);
    const { registry } = this.metrics;
    return {
      status: 200,
      headers: { 'Content-Type': registry.contentType },
      body: await this.metrics.read(),
    };
  }

  private async reports(): Promise<Answer> {
    const headers = {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'none'; style-src '${REPORTS_STYLE_HASH}'; frame-ancestors 'none'`,
    };
    return { status: 200, headers, body: reportsPage(await this.store.tlsReports.list(MAX_SHOWN)) };
  }
}

function plain(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers }, body: `${text}\n` };
}
