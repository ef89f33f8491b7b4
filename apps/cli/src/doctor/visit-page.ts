/** Reaches the page as a browser does: one request to one address of its host. */
import { request as requestHttp } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls';

import { type DialResult, directDialer, withDeadline } from '#smtp-client';
import { CollectedBytes, hostOfUrl } from '#text';

export type PageVisit =
  /** `body` is cut off at 4 KiB; `validity` is that of the certificate, null without TLS. */
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly location: string | null;
      readonly body: string;
      readonly validity: { readonly from: number; readonly to: number } | null;
    }
  /** A certificate that browsers warn of. `code` is OpenSSL's or Node's. */
  | { readonly kind: 'untrusted'; readonly code: string; readonly detail: string }
  | { readonly kind: 'not-connected'; readonly dial: Exclude<DialResult, { readonly kind: 'connected' }> }
  /** Connected, and then no TLS or no HTTP. */
  | { readonly kind: 'broken'; readonly detail: string };

export type PageScheme = 'http' | 'https';

/** Never rejects, and ends after twice the time limit at the latest. */
export type VisitPage = (address: string, scheme: PageScheme, path: string) => Promise<PageVisit>;

export interface VisitorOptions {
  /** PUBLIC_URL. */
  readonly url: string;
  readonly timeoutMs: number;
  /** Of the address, where they are not those of the URL and 80. */
  readonly ports?: Readonly<Record<PageScheme, number>>;
  /** PEM of the CAs to trust instead of the public ones that come with Node. */
  readonly authorities?: string;
}

const LONGEST_BODY = 4096;
/** Of what a server says of itself, as much as a line should hold. */
const LONGEST_TEXT = 300;

export function pageVisitor({ url, timeoutMs, authorities, ...options }: VisitorOptions): VisitPage {
  const forever = new AbortController().signal;
  const page = new URL(url);
  const { host: authority, port } = page;
  const host = hostOfUrl(page);
  const ports = options.ports ?? { http: 80, https: port === '' ? 443 : Number(port) };
  return async (address, scheme, path) => {
    const dial = await directDialer().dial(address, ports[scheme], timeoutMs, forever);
    if (dial.kind !== 'connected') return { kind: 'not-connected', dial };
    const { socket } = dial;
    return withDeadline(forever, timeoutMs, async (signal) => {
      signal.addEventListener('abort', () =>
        socket.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)),
      );
      try {
        if (scheme === 'http') return await get(socket, authority, path, null);
        const tls = await secured(socket, host, authorities);
        const certificate = tls.getPeerCertificate();
        // A browser stops here. The types lack that it is a code.
        const code = tls.authorizationError as unknown as string | null;
        if (!tls.authorized) return untrusted(code ?? '', certificate);
        const validity = { from: Date.parse(certificate.valid_from), to: Date.parse(certificate.valid_to) };
        return await get(tls, authority, path, validity);
      } catch (error) {
        return { kind: 'broken', detail: error instanceof Error ? error.message : String(error) };
      } finally {
        socket.destroy();
      }
    });
  };
}

function secured(socket: Socket, host: string, authorities: string | undefined): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const tls = connectTls({
      socket,
      host,
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
      ...(isIP(host) === 0 && { servername: host }),
      ...(authorities !== undefined && { ca: authorities }),
    });
    tls.once('secureConnect', () => resolve(tls));
    tls.on('error', (error: NodeJS.ErrnoException & { readonly reason?: string }) => {
      // Of OpenSSL, such as "tlsv1 alert internal error" from a server that has no certificate for this name.
      const { reason = error.code === 'ECONNRESET' ? 'the server closed the connection' : error.message } =
        error;
      reject(new Error(`no TLS: ${reason}`));
    });
  });
}

function untrusted(code: string, certificate: PeerCertificate): PageVisit {
  return { kind: 'untrusted', code, detail: untrustedDetail(code, certificate).slice(0, LONGEST_TEXT) };
}

function untrustedDetail(code: string, certificate: PeerCertificate): string {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return `a certificate that expired on ${certificate.valid_to}`;
    case 'CERT_NOT_YET_VALID':
      return `a certificate that is valid from ${certificate.valid_from} on`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `a certificate for other names: ${certificate.subjectaltname ?? String(certificate.subject.CN)}`;
    default: {
      const { O: organization, CN: name } = certificate.issuer;
      return `a certificate by ${[organization, name].filter(Boolean).join(', ') || 'nobody'}, which browsers do not trust (${code})`;
    }
  }
}

function get(
  socket: Socket,
  host: string,
  path: string,
  validity: Extract<PageVisit, { readonly kind: 'answered' }>['validity'],
): Promise<PageVisit> {
  return new Promise((resolve, reject) => {
    const headers = {
      host,
      accept: 'application/json',
      connection: 'close',
      'user-agent': 'havedane-doctor',
    };
    const request = requestHttp({ path, headers, createConnection: () => socket });
    request.on('error', reject);
    request.on('response', (response) => {
      const { statusCode: status = 0, headers: answer } = response;
      const collected = new CollectedBytes(LONGEST_BODY);
      const done = (): void => {
        const body = collected.bytes.toString('utf8');
        const location = answer.location?.slice(0, LONGEST_TEXT) ?? null;
        resolve({ kind: 'answered', status, location, body, validity });
      };
      response.on('data', (chunk: Buffer) => {
        collected.add(chunk.subarray(0, LONGEST_BODY - collected.size));
        if (collected.size >= LONGEST_BODY) done();
      });
      response.on('end', done).on('error', reject);
    });
    request.end();
  });
}
