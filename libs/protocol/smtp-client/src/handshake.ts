import { constants, type X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import {
  connect,
  type ConnectionOptions,
  DEFAULT_CIPHERS,
  type SecureContextOptions,
  type TLSSocket,
  type TLSSocketOptions,
} from 'node:tls';

import { CERTIFICATE_LIMITS, valuesWithin } from '#dane';

import { because, detail, type Phrase, type Why } from '#text';

import { startTimeout } from './deadline.js';

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

export interface FailedHandshake extends Why {
  readonly kind: 'failed';
  /** `refused`: the server ended it, by an alert or by closing: it has nothing that suits what was offered. */
  readonly cause: 'refused' | 'timeout' | 'other';
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
      timer.stop();
      options.signal.removeEventListener('abort', onAbort);
      if (result.kind === 'failed') secure.destroy();
      resolve(result);
    };
    const fail = (cause: FailedHandshake['cause'], why: Phrase): void =>
      settle({ kind: 'failed', cause, ...because(why) });
    const onAbort = (): void => fail('timeout', detail('handshake-unfinished'));
    const onTimeUp = (): void =>
      fail('timeout', detail('handshake-unfinished-within', options.timeoutMs / 1000));
    const timer = startTimeout(onTimeUp, options.timeoutMs);
    options.signal.addEventListener('abort', onAbort, { once: true });
    if (options.signal.aborted) onAbort();

    secure.on('OCSPResponse', (response: Buffer | null) => {
      ocsp = response === null || response.length === 0 ? null : Uint8Array.from(response);
    });
    secure.on('error', (error: NodeJS.ErrnoException) => fail(causeOf(error), reasonOf(error)));
    secure.on('close', () => fail('refused', detail('server-closed')));
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

function reasonOf(error: NodeJS.ErrnoException & { reason?: string }): Phrase {
  if (error.code === 'ECONNRESET') return detail('server-closed');
  return detail('verbatim', error.reason ?? error.message);
}

// Which certificate a server shows depends on what the client can verify. A server with an RSA and an ECDSA certificate
// shows the one to some senders and the other to the rest; each must have a TLSA record (RFC 7671 §5.1 speaks of all
// certificates that may be presented). So each is asked for.

export const OFFERS = ['any', 'rsa', 'ecdsa'] as const;
export type Offer = (typeof OFFERS)[number];

const TLS_1_3_SUITES = 'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256';

// Level 0 also speaks with old servers, to say what is wrong with them instead of failing without a reason.
const LENIENT = '@SECLEVEL=0';

/** TLS 1.2 and older choose the kind by the cipher suite, TLS 1.3 by the signature algorithm (RFC 8446 §4.2.3). */
export function algorithmsOf(offer: Offer): SecureContextOptions {
  switch (offer) {
    case 'any':
      return { ciphers: `${DEFAULT_CIPHERS}:${LENIENT}` };
    case 'rsa':
      return {
        ciphers: `${TLS_1_3_SUITES}:ECDHE+aRSA:DHE+aRSA:kRSA:!aNULL:!eNULL:!PSK:${LENIENT}`,
        sigalgs: [
          'rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:rsa_pss_rsae_sha512',
          'rsa_pss_pss_sha256:rsa_pss_pss_sha384:rsa_pss_pss_sha512',
          'RSA+SHA256:RSA+SHA384:RSA+SHA512:RSA+SHA1',
        ].join(':'),
      };
    case 'ecdsa':
      return {
        ciphers: `${TLS_1_3_SUITES}:ECDHE+aECDSA:!aNULL:!eNULL:!PSK:${LENIENT}`,
        sigalgs: 'ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:ECDSA+SHA1',
      };
  }
}

/** OpenSSL takes at most 100 kB of certificates. Senders follow some 10 from the server's own up (Postfix: 9). */
const MOST_CERTIFICATES = 64;
/** Of all certificates together: names, constraints and the like. Ten with a hundred names each have some 2,500. */
const MOST_VALUES = 4_096;

/**
 * The certificates that the server presented, in DER, in its order.
 *
 * As many as are looked at: the rest costs more than any sender gives to it.
 *
 * Not from `getPeerCertificate(true)`: that sorts them into a path, leaves out what does not belong to it, and adds a CA
 * of this machine that the server never sent. A DANE-TA record would seem to match what no sender gets to see.
 */
export function presentedChain(socket: TLSSocket): Uint8Array[] {
  const chain: Uint8Array[] = [];
  let values = 0;
  let certificate: X509Certificate | undefined = socket.getPeerX509Certificate();
  while (certificate !== undefined && chain.length < MOST_CERTIFICATES) {
    const der = Uint8Array.from(certificate.raw);
    // One beyond the limits itself is never parsed.
    values += valuesWithin(der, CERTIFICATE_LIMITS) ?? 0;
    if (values > MOST_VALUES) break;
    chain.push(der);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}
