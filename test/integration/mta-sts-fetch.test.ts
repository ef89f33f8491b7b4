/** The policy of a stranger's web server, whatever that answers (RFC 8461 §10.3). */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { type FetchedPolicy, policyFetcher } from '#mta-sts';
import { directDialer } from '#smtp-client';

import { MemoryResolver } from '../support/memory-resolver.js';
import { issueCertificate, type TestCertificate } from '../support/x509.js';

const HOST = 'mta-sts.example.test';
const LIMIT = 65_536;
/** What the kernel and TLS may have taken from the server before it learns that nobody reads on: not the whole body. */
const ON_THE_WAY = 16 * 2 ** 20;
const TOO_LONG = { kind: 'failed', detail: `it is longer than ${LIMIT} bytes` };
const TOO_SLOW = { kind: 'failed', detail: 'it was not there in time' };
/** For what never comes to its end. */
const SHORT_MS = 300;
const LONG_MS = 300_000;

let ca: TestCertificate;
let server: Server;
/** Writes the whole answer, once the request has come. */
let answer: (socket: TLSSocket) => void;
/** Octets that the server could write, of the latest connection, and its end. */
let connection: { written: number; readonly closed: Promise<unknown> };

beforeAll(async () => {
  const validity = {
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 86_400_000),
  };
  ca = issueCertificate({ name: 'Web CA', ca: true, keyUsage: 0x04, ...validity });
  const own = issueCertificate({ name: 'web', issuer: ca, dnsNames: [HOST], ...validity });
  server = createServer({ key: own.keyPem, cert: own.pem }, (socket) => {
    socket.on('error', () => undefined);
    connection = { written: 0, closed: new Promise((resolve) => socket.once('close', resolve)) };
    socket.once('data', () => answer(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => server.close());

beforeEach(() => {
  answer = (socket) => void socket.end();
});

function fetchPolicy(timeoutMs = LONG_MS): Promise<FetchedPolicy> {
  const resolver = new MemoryResolver().set('a', HOST, ['127.0.0.1']);
  const { port } = server.address() as AddressInfo;
  const fetcher = policyFetcher({
    ...{ resolver, dialer: directDialer(), families: [4], authorities: ca.pem, port },
  });
  return fetcher(HOST, timeoutMs, new AbortController().signal);
}

const head = (...headers: string[]) =>
  ['HTTP/1.1 200 OK', 'Content-Type: text/plain', ...headers, '', ''].join('\r\n');

/** Writes the piece again and again, as fast as it is read, until the client is gone. */
function endless(socket: TLSSocket, piece: Buffer): void {
  const more = (): void => {
    while (!socket.destroyed) {
      connection.written += piece.length;
      if (!socket.write(piece)) return void socket.once('drain', more);
    }
  };
  more();
}

/** Nothing of it is in memory any more, and the server was not read to its end, which it does not have. */
async function expectCutOff(): Promise<void> {
  await connection.closed;
  expect(connection.written).toBeLessThan(ON_THE_WAY);
}

describe('a policy', () => {
  it(`of ${LIMIT} octets is read`, async () => {
    const body = 'x'.repeat(LIMIT);
    answer = (socket) => void socket.end(head(`Content-Length: ${LIMIT}`) + body);
    expect(await fetchPolicy()).toMatchObject({ kind: 'fetched', text: body, contentType: 'text/plain' });
  });

  it.each([
    ['with its length', head(`Content-Length: ${LIMIT + 1}`) + 'x'.repeat(LIMIT + 1)],
    ['until the connection ends', head() + 'x'.repeat(LIMIT + 1)],
    [
      'in chunks of one octet',
      `${head('Transfer-Encoding: chunked')}${'1\r\nx\r\n'.repeat(LIMIT + 1)}0\r\n\r\n`,
    ],
  ])('of one octet more is not, sent %s', async (_how, text) => {
    answer = (socket) => void socket.end(text);
    expect(await fetchPolicy()).toMatchObject(TOO_LONG);
    await connection.closed;
  });

  it.each([
    ['with a length', head(`Content-Length: ${Number.MAX_SAFE_INTEGER}`), Buffer.alloc(65_536, 'x')],
    ['in chunks', head('Transfer-Encoding: chunked'), Buffer.from(`10000\r\n${'x'.repeat(65_536)}\r\n`)],
    ['without either', head(), Buffer.alloc(65_536, 'x')],
  ])('without end is cut off, sent %s', async (_how, start, piece) => {
    answer = (socket) => {
      socket.write(start);
      endless(socket, piece);
    };
    expect(await fetchPolicy()).toMatchObject(TOO_LONG);
    await expectCutOff();
  });

  it.each([
    ['its headers', 'HTTP/1.1 200 OK\r\n', Buffer.from('X: y\r\n'.repeat(1_000))],
    ['one header', 'HTTP/1.1 200 OK\r\nX: ', Buffer.alloc(65_536, 'x')],
    ['its status line', 'HTTP/1.1 200 ', Buffer.alloc(65_536, 'O')],
    ['the extensions of a chunk', `${head('Transfer-Encoding: chunked')}1;`, Buffer.alloc(65_536, 'x')],
    ['its trailers', `${head('Transfer-Encoding: chunked')}0\r\n`, Buffer.from('X: y\r\n'.repeat(1_000))],
  ])('is none when there is no end of %s', async (_what, start, piece) => {
    answer = (socket) => {
      socket.write(start);
      endless(socket, piece);
    };
    expect(await fetchPolicy()).toMatchObject({ kind: 'failed' });
    await expectCutOff();
  });

  it('is not waited for longer than may be, however much of it has come', async () => {
    answer = (socket) => {
      const timer = setInterval(() => socket.write('x'), 20);
      socket.once('close', () => clearInterval(timer));
      socket.write(head('Content-Length: 1000'));
    };
    expect(await fetchPolicy(SHORT_MS)).toMatchObject(TOO_SLOW);
    await connection.closed;
  });

  it.each([
    ['says nothing', () => undefined],
    [
      'says without end that it is at work',
      (socket: TLSSocket) => {
        const timer = setInterval(() => socket.write('HTTP/1.1 102 Processing\r\n\r\n'), 5);
        socket.once('close', () => clearInterval(timer));
      },
    ],
  ])('of a server that %s is not waited for longer than may be', async (_what, how) => {
    answer = how;
    expect(await fetchPolicy(SHORT_MS)).toMatchObject(TOO_SLOW);
    await connection.closed;
  });

  it('that was compressed, which nobody asked for, is not made larger than it came', async () => {
    const bomb = gzipSync(Buffer.alloc(20 * 2 ** 20));
    answer = (socket) => {
      socket.write(head('Content-Encoding: gzip', `Content-Length: ${bomb.length}`));
      socket.end(bomb);
    };
    const fetched = await fetchPolicy();
    expect(fetched).toMatchObject({ kind: 'fetched' });
    expect(Buffer.from((fetched as { readonly text: string }).text).length).toBeLessThan(3 * LIMIT);
  });

  it.each([
    ['redirects', 301, 'it redirects (status 301), which senders do not follow'],
    ['fails', 500, 'the server answers with status 500'],
  ])('of a server that %s is given up, whatever comes behind', async (_what, status, detail) => {
    answer = (socket) => {
      socket.write(`HTTP/1.1 ${status} no\r\nLocation: https://elsewhere.test/\r\n\r\n`);
      endless(socket, Buffer.alloc(65_536, 'x'));
    };
    expect(await fetchPolicy()).toMatchObject({ kind: 'failed', detail });
    await expectCutOff();
  });

  it('of which only a part comes is none', async () => {
    answer = (socket) => void socket.end(`${head('Content-Length: 100')}version: STSv1`);
    expect(await fetchPolicy()).toMatchObject({ kind: 'failed', detail: 'the server closed the connection' });
  });
});
