import 'reflect-metadata';

import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';

import type { Config } from '#config';
import { createResolver, type StubResolver } from '#dns';
import { type Logger, NestLogger, createLogger } from '#logging';

import { ApiModule } from './api.module.js';
import { type DnsLookup, dnsLookupBy } from './checks/systems/dns-lookup.js';
import type { Clock } from './core/core.tokens.js';
import { BoundedExpressAdapter } from './http/bounded-express.adapter.js';
import { readJsonBody } from './http/json-body.middleware.js';
import { identifyRequest } from './http/request-id.middleware.js';
import { UnreadAnswers } from './http/unread-answers.js';
import { LiveAdapter } from './live/live.adapter.js';
import { Metrics } from './metrics/metrics.js';
import { observeRequests } from './metrics/observe-requests.middleware.js';
import { serveOpenApi } from './openapi/openapi.js';
import type { Parser } from './operator/parsing/parser.js';
import { ParserThread } from './operator/parsing/parser-thread.js';
import { type ResolveTxt, resolveTxtBy } from './operator/reports/resolve-txt.js';
import { readReportBody } from './operator/reports/report-body.middleware.js';
import { servePageAssets } from './page/page-assets.js';
import { createProbeEngine } from './probes/engine/create-probe-engine.js';
import { ProxiedPolicies } from './policies/proxied-policies.js';
import type { ProbeEngine } from './probes/engine/probe-engine.js';
import { ClientAddresses } from './security/client-addresses.js';
import { securityHeaders } from './security/security-headers.js';
import { PARSER_WORKER } from './worker-files.js';

export interface ApiOptions {
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly probeEngine?: ProbeEngine;
  readonly resolveTxt?: ResolveTxt;
  readonly dnsLookup?: DnsLookup | null;
  readonly scenarioResolver?: StubResolver | null;
  readonly parser?: Parser;
}

/** The API, not yet listening. Closing it closes its store. Rejects with the errors of `openStore`. */
export async function createApiApp(
  config: Config,
  {
    clock = Date.now,
    logger = createLogger(config.log, 'api'),
    probeEngine = createProbeEngine(config),
    resolveTxt = resolveTxtBy(config.dnsResolvers),
    dnsLookup = dnsLookupBy(config.dnsResolvers),
    scenarioResolver = scenarioResolverBy(config.dnsResolvers),
    parser = new ParserThread({ file: PARSER_WORKER }),
  }: ApiOptions = {},
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(
    ApiModule.of({ config, logger, clock, probeEngine, resolveTxt, dnsLookup, scenarioResolver, parser }),
    new BoundedExpressAdapter(),
    // Nest would log with its stack what `runProcess` reports in one line.
    { logger: false, bodyParser: false, abortOnError: false },
  );
  app.useLogger(new NestLogger(logger));
  app.disable('x-powered-by');
  // Checks are never cached, and assets get their tags from express.static.
  app.disable('etag');
  // Should an error ever get past the problem filter, Express must not show its stack.
  app.set('env', 'production');
  app.use(identifyRequest, observeRequests(app.get(Metrics), logger));
  app.use(app.get(UnreadAnswers).bound);
  app.use(app.get(ProxiedPolicies).answer);
  app.use(securityHeaders(config.publicUrl));
  const clients = app.get(ClientAddresses);
  app.use('/api/tlsrpt', readReportBody(clients));
  app.use(readJsonBody(clients));
  app.useWebSocketAdapter(new LiveAdapter(app));
  serveOpenApi(app);
  servePageAssets(app, config.http.webDir);
  return app;
}

/** Null without DNS_RESOLVER: what nobody validates proves nothing. */
function scenarioResolverBy(servers: Config['dnsResolvers']): StubResolver | null {
  return servers.length === 0 ? null : createResolver({ servers });
}
