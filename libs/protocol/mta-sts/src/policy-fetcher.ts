/** Fetches an MTA-STS policy as RFC 8461 §3.3 asks: HTTPS, a certificate of a public CA, no redirections. */
import { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { Socket } from 'node:net';
import { connect as connectTls, type PeerCertificate } from 'node:tls';

import { findHost } from '#dane';
import type { Resolver } from '#dns';
import { type Dialer, withDeadline } from '#smtp-client';
import { CollectedBytes, because, detail, type Phrase, type Why } from '#text';

import { isForHost } from './mta-sts.js';

export type FetchedPolicy =
  | {
      readonly kind: 'fetched';
      readonly text: string;
      readonly contentType: string | null;
      /** When the web server's certificate expires, in milliseconds since the epoch. */
      readonly expiresAt: number;
    }
  | ({ readonly kind: 'failed' } & Why);

/** Gets `https://HOST/.well-known/mta-sts.txt`. Never rejects. */
export type FetchPolicy = (host: string, timeoutMs: number, signal: AbortSignal) => Promise<FetchedPolicy>;

export interface PolicyFetcherOptions {
  readonly resolver: Resolver;
  readonly dialer: Dialer;
  readonly families: readonly (4 | 6)[];
  /** PEM of the CAs to trust instead of those that come with Node. */
  readonly authorities?: string;
  readonly port?: number;
}

/** RFC 8461 §3.2 sets no limit and §10.3 asks for one; real policies have some hundred octets. */
const LONGEST_POLICY = 65_536;
const MOST_ADDRESSES = 4;
class WrongNameError extends Error {}

/** A fetcher that connects by the dialer, to the addresses that the resolver gives. */
export function policyFetcher(options: PolicyFetcherOptions): FetchPolicy {
  return (host, timeoutMs, outer) =>
    withDeadline(outer, timeoutMs, async (signal) => {
      const { addresses, faults } = await findHost(options.resolver, host, options.families);
      let why = faults[0]?.why ?? detail('has-no-address', host);
      for (const { address } of addresses.slice(0, MOST_ADDRESSES)) {
        const dial = await options.dialer.dial(address, options.port ?? 443, timeoutMs, signal);
        if (dial.kind === 'connected') return get(dial.socket, host, options.authorities, signal);
        why = detail('at', address, dial.why);
      }
      return failed(why);
    });
}

function get(
  socket: Socket,
  host: string,
  authorities: string | undefined,
  signal: AbortSignal,
): Promise<FetchedPolicy> {
  return new Promise((resolve) => {
    let expiresAt = Infinity;
    const checkServerIdentity = (_host: string, { raw }: PeerCertificate): Error | undefined => {
      const certificate = new X509Certificate(raw);
      expiresAt = Date.parse(certificate.validTo);
      return isForHost(certificate, host) ? undefined : new WrongNameError();
    };
    const fail = (error: NodeJS.ErrnoException): void => {
      socket.destroy();
      resolve(failed(signal.aborted ? detail('policy-late') : reasonOf(error)));
    };
    const get = request({
      host,
      path: '/.well-known/mta-sts.txt',
      headers: { host, accept: 'text/plain', connection: 'close', 'user-agent': 'havedane-probe' },
      signal,
      createConnection: () =>
        connectTls({
          socket,
          servername: host,
          checkServerIdentity,
          ...(authorities === undefined ? {} : { ca: authorities }),
        }),
    });
    get.on('error', fail);
    get.on('response', (response) => {
      void read(response, expiresAt).then((policy) => {
        resolve(policy);
        socket.destroy();
      }, fail);
    });
    get.end();
  });
}

async function read(response: IncomingMessage, expiresAt: number): Promise<FetchedPolicy> {
  const { statusCode = 0, headers } = response;
  if (statusCode >= 300 && statusCode < 400) {
    return failed(detail('policy-redirects', statusCode));
  }
  if (statusCode !== 200) return failed(detail('policy-status', statusCode));
  const collected = new CollectedBytes(LONGEST_POLICY);
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (collected.size + chunk.length > LONGEST_POLICY)
      return failed(detail('policy-too-long', LONGEST_POLICY));
    collected.add(chunk);
  }
  const contentType = headers['content-type']?.split(';')[0]?.trim().toLowerCase().slice(0, 100) ?? null;
  return { kind: 'fetched', text: collected.bytes.toString('utf8'), contentType, expiresAt };
}

function reasonOf(error: NodeJS.ErrnoException): Phrase {
  if (error instanceof WrongNameError) return detail('policy-web-name');
  return error.code === 'ECONNRESET' ? detail('server-closed') : detail('verbatim', error.message);
}

function failed(why: Phrase): FetchedPolicy {
  return { kind: 'failed', ...because(why) };
}
