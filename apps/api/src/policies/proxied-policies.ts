/** The policy hosts behind Caddy, which has certificates for them and hands over what it knows of its clients. */
import type { IncomingMessage, ServerResponse } from 'node:http';

import { Inject, Injectable } from '@nestjs/common';

import type { Config } from '#config';

import { CONFIG } from '../core/core.tokens.js';
import { ClientAddresses } from '../security/client-addresses.js';
import { PolicyAnswers } from './policy-answers.js';

/** The Caddyfile sets them for policy hosts. */
const HEADERS = {
  serverName: 'x-tls-server-name',
  version: 'x-tls-version',
  cipher: 'x-tls-cipher',
} as const;

const VERSIONS: Readonly<Record<string, string>> = { 'tls1.2': 'TLSv1.2', 'tls1.3': 'TLSv1.3' };

const MISDIRECTED = 421;

@Injectable()
export class ProxiedPolicies {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'caddyDir'>,
    @Inject(PolicyAnswers) private readonly answers: PolicyAnswers,
    @Inject(ClientAddresses) private readonly clients: ClientAddresses,
  ) {}

  /** Only what a trusted proxy says of a client counts, and only where the certificate was of the host that is asked for. */
  readonly answer = (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    if (this.config.caddyDir === undefined || this.answers.scenarioAt(host) === undefined) return next();
    const serverName = headerOf(request, HEADERS.serverName)?.toLowerCase();
    const isHandedOver = this.clients.isTrusted(request.socket.remoteAddress ?? '');
    if (!isHandedOver || serverName !== host) return void response.writeHead(MISDIRECTED).end();
    const version = headerOf(request, HEADERS.version) ?? '';
    const tls = {
      version: VERSIONS[version] ?? 'TLS',
      cipher: headerOf(request, HEADERS.cipher) ?? null,
      serverName,
    };
    this.answers.answer({ address: this.clients.of(request), tls }, request, response);
  };
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value.slice(0, 255) : undefined;
}
