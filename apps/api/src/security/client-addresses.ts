import type { IncomingMessage } from 'node:http';

import { Inject, Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';

import { normalizeAddress } from '#checks';
import type { Config } from '#config';

import { CONFIG } from '../core/core.tokens.js';

type Range = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/**
 * Whose request it is, for HTTP and for socket handshakes alike. X-Forwarded-For counts only as far as trusted
 * proxies wrote it: read from its end, the first address that is no trusted proxy is the client.
 */
@Injectable()
export class ClientAddresses {
  private readonly trusted: readonly Range[];

  constructor(@Inject(CONFIG) config: Config) {
    this.trusted = config.http.trustedProxies.map(toRange);
  }

  of(request: IncomingMessage): string {
    let client = normalizeAddress(request.socket.remoteAddress ?? '');
    for (const hop of forwardedFor(request).reverse()) {
      // An entry that is no address says nothing: the proxy that wrote it then counts as the client.
      if (!this.isTrusted(client) || !isAddress(hop)) break;
      client = normalizeAddress(hop);
    }
    return client;
  }

  /** Whether a proxy may connect from there: one that is trusted, or one on this machine. */
  isInFront(address: string): boolean {
    const normal = normalizeAddress(address);
    return (
      this.isTrusted(normal) || (ipaddr.isValid(normal) && ipaddr.process(normal).range() === 'loopback')
    );
  }

  /** Whether it is one of a proxy whose word counts. */
  isTrusted(address: string): boolean {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return this.trusted.some(([range, bits]) => range.kind() === parsed.kind() && parsed.match(range, bits));
  }
}

function forwardedFor(request: IncomingMessage): string[] {
  const header = request.headers['x-forwarded-for'];
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  return text === '' ? [] : text.split(',').map((entry) => entry.trim());
}

/** ipaddr.js also reads `1` and `0x7f.1` as addresses; no proxy writes these. */
function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
}

function toRange(text: string): Range {
  if (text.includes('/')) return ipaddr.parseCIDR(text);
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
