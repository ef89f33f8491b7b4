/** The two sides of a check as the outside world has them: a visitor's browser and a sender's mail server. */
import { createHash, X509Certificate } from 'node:crypto';
import * as plain from 'node:http';
import * as secure from 'node:https';

import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { io } from 'socket.io-client';

import { DOMAIN } from './appliance.mjs';

/**
 * One HTTP or HTTPS request from a chosen loopback address, so that the other end can tell clients apart.
 *
 * @returns {Promise<{ status: number, headers: Record<string, string>, text: string }>}
 */
export function http(method, url, { from = '127.0.0.1', headers = {}, ca } = {}) {
  const { request } = url.startsWith('https:') ? secure : plain;
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      { method, headers, localAddress: from, timeout: 10_000, agent: false, ca, family: 4 },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part) => (text += part));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
      },
    );
    call.on('timeout', () => call.destroy(new Error(`${method} ${url}: no answer in 10 s`)));
    call.on('error', reject);
    call.end();
  });
}

/** Of a check as the API tells it; none where there is no check yet. */
export function deliveriesOf(check) {
  return check?.observations?.filter(({ kind }) => kind === 'delivered') ?? [];
}

/** Watches a check as the page does, and watches again whenever the connection is new. */
export class Watcher {
  #socket;
  connects = 0;
  check;

  /**
   * @param ca the certificate of who signed that of an HTTPS server, in PEM form
   * @param transports of Socket.IO, in turn
   */
  constructor(url, token, { ca, transports = ['websocket'] } = {}) {
    this.token = token;
    this.#socket = io(url, { transports, reconnectionDelayMax: 1000, ca });
    this.#socket.on('connect', () => {
      this.connects += 1;
      this.#socket.emit('check:watch', token, (check) => (this.check = check));
    });
    this.#socket.on('check:update', (check) => (this.check = check));
  }

  get connected() {
    return this.#socket.connected;
  }

  delivered() {
    return deliveriesOf(this.check);
  }

  /** What resolvers asked about it. */
  queries() {
    return this.check?.observations?.filter(({ kind }) => kind === 'dns-query') ?? [];
  }

  close() {
    this.#socket.close();
  }
}

/**
 * Sends one message over STARTTLS, as a mail server would to TOKEN.SCENARIO.DOMAIN.
 *
 * @returns {Promise<string>} the SHA-256 of the public key that the receiver presented, in hexadecimal
 */
export async function deliver(token, scenario, { host, from }) {
  const name = `${token}.${scenario}.${DOMAIN}`;
  const connection = new SMTPConnection({
    host,
    port: 25,
    localAddress: from,
    name: 'sender.test',
    requireTLS: true,
    tls: { servername: name, rejectUnauthorized: false },
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 10_000,
  });
  try {
    await callback((done) => {
      connection.once('error', done);
      connection.connect(done);
    });
    const { raw } = connection._socket.getPeerCertificate();
    const envelope = { from: 'visitor@sender.test', to: [`test@${name}`] };
    await callback((done) => connection.send(envelope, 'Subject: test\r\n\r\ntest\r\n', done));
    const key = new X509Certificate(raw).publicKey.export({ type: 'spki', format: 'der' });
    return createHash('sha256').update(key).digest('hex');
  } finally {
    connection.close();
  }
}

function callback(action) {
  return new Promise((resolve, reject) => {
    action((error, value) => (error ? reject(error) : resolve(value)));
  });
}
