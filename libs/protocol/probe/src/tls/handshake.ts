import { constants } from 'node:crypto';
import type { Socket } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket, type TLSSocketOptions } from 'node:tls';

import { algorithmsOf, type Offer } from './offer.js';
import { presentedChain } from './presented-chain.js';

export interface HandshakeOptions {
  readonly offer: Offer;
  /** For the server name indication (RFC 7672 §8.1); null for a server that has only an address. */
  readonly serverName: string | null;
  /** PEM of the CAs to trust; null: those that come with Node. */
  readonly authorities: string | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface CompletedHandshake {
  readonly kind: 'completed';
  readonly socket: TLSSocket;
  /** Such as `TLSv1.3`. */
  readonly version: string;
  readonly cipher: string;
  readonly keyExchange: string | null;
  /** As presented, in DER, the server's own first. */
  readonly chain: readonly Uint8Array[];
  /** The stapled OCSP response (RFC 6066 §8). */
  readonly ocsp: Uint8Array | null;
  readonly webPki: { readonly trusted: boolean; readonly error: string | null };
}

export interface FailedHandshake {
  readonly kind: 'failed';
  /** `refused`: the server ended it, by an alert or by closing: it has nothing that suits what was offered. */
  readonly cause: 'refused' | 'timeout' | 'other';
  /** Completes “the TLS handshake failed: …”. */
  readonly detail: string;
}

/** Begins TLS on a connected socket. Whom the certificate belongs to is for the caller to judge. Never rejects. */
export function handshake(
  socket: Socket,
  options: HandshakeOptions,
): Promise<CompletedHandshake | FailedHandshake> {
  return new Promise((resolve) => {
    const secure = connect({ socket, ...tlsOptions(options) });
    let ocsp: Uint8Array | null = null;
    const settle = (result: CompletedHandshake | FailedHandshake): void => {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', onAbort);
      if (result.kind === 'failed') secure.destroy();
      resolve(result);
    };
    const fail = (cause: FailedHandshake['cause'], detail: string): void =>
      settle({ kind: 'failed', cause, detail });
    const onAbort = (): void => fail('timeout', 'it was not finished in time');
    const timer = setTimeout(
      () => fail('timeout', `it was not finished within ${options.timeoutMs / 1000} s`),
      options.timeoutMs,
    );
    options.signal.addEventListener('abort', onAbort, { once: true });
    if (options.signal.aborted) onAbort();

    secure.on('OCSPResponse', (response: Buffer | null) => {
      ocsp = response === null || response.length === 0 ? null : Uint8Array.from(response);
    });
    secure.on('error', (error: NodeJS.ErrnoException) => fail(causeOf(error), reasonOf(error)));
    secure.on('close', () => fail('refused', 'the server closed the connection'));
    secure.once('secureConnect', () => settle(completed(secure, ocsp)));
  });
}

function tlsOptions({
  offer,
  serverName,
  authorities,
}: HandshakeOptions): ConnectionOptions & Pick<TLSSocketOptions, 'requestOCSP'> {
  return {
    ...algorithmsOf(offer),
    ...(serverName === null ? {} : { servername: serverName }),
    ...(authorities === null ? {} : { ca: authorities }),
    minVersion: 'TLSv1',
    requestOCSP: true,
    // DANE decides, not the CAs of this machine; what they say is told all the same, without the name.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
  };
}

function completed(socket: TLSSocket, ocsp: Uint8Array | null): CompletedHandshake {
  return {
    kind: 'completed',
    socket,
    version: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().standardName,
    keyExchange: keyExchange(socket),
    chain: presentedChain(socket),
    ocsp,
    webPki: {
      trusted: socket.authorized,
      // Documented as an Error, it is a code such as SELF_SIGNED_CERT_IN_CHAIN.
      error: socket.authorized ? null : String(socket.authorizationError),
    },
  };
}

function keyExchange(socket: TLSSocket): string | null {
  const info = socket.getEphemeralKeyInfo();
  if (info === null || !('type' in info)) return null;
  return 'name' in info ? `${info.type} ${info.name}` : `${info.type} ${info.size}`;
}

function causeOf(error: NodeJS.ErrnoException): FailedHandshake['cause'] {
  // WRONG_…_TYPE: the server insists on a certificate of the other kind.
  const isRefusal = /ALERT|^ECONNRESET$|^EPIPE$|WRONG_(SIGNATURE|CERTIFICATE)_TYPE/.test(error.code ?? '');
  return isRefusal ? 'refused' : 'other';
}

function reasonOf(error: NodeJS.ErrnoException & { reason?: string }): string {
  if (error.code === 'ECONNRESET') return 'the server closed the connection';
  return error.reason ?? error.message;
}
