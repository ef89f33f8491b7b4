/** An ACME server (RFC 8555) for tests, Debian's pebble, and our Caddyfile that gets its certificates from it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { TLSSocket } from 'node:tls';

import { Daemon } from '../lab/daemon.js';
import { freePort } from './free-port.js';
import { runTool } from './system-tool.js';

export interface Answer {
  readonly status: number | undefined;
  readonly body: string;
  readonly serialNumber: string;
}

/** Verified by this authority, for the name of the host that is asked for. */
export async function getOverTls(
  options: { readonly port: number; readonly path: string } & Readonly<
    Partial<Record<'host' | 'servername' | 'localAddress', string>>
  >,
  ca: string,
): Promise<Answer> {
  const headers = options.servername === undefined ? {} : { host: options.servername };
  const sent = request({ host: '127.0.0.1', agent: false, ca, headers, ...options });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const { socket } = response;
  assert(socket instanceof TLSSocket);
  const { serialNumber } = socket.getPeerCertificate();
  return { status: response.statusCode, serialNumber, body: await text(response) };
}

export interface AcmeAuthority {
  readonly daemon: Daemon;
  readonly directory: string;
  /** The file with the certificate of its own HTTPS server. */
  readonly certificate: string;
  /** Its root certificate, which is made at each start. */
  readonly root: string;
}

interface AcmeOptions {
  /** Where it finds Caddy, whatever the name. */
  readonly web: { readonly http: number; readonly tls: number };
  /** As ADDRESS:PORT. */
  readonly dnsServer: string;
  /** Of a certificate, in seconds; Caddy renews after two thirds. */
  readonly lifetime?: number;
}

export async function startAcmeAuthority(dir: string, options: AcmeOptions): Promise<AcmeAuthority> {
  const { web, dnsServer, lifetime = 86_400 } = options;
  const [port, management] = await Promise.all([freePort(), freePort()]);
  const [key, certificate] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const made = ['-keyout', key, '-out', certificate, '-days', '2', '-subj', '/CN=pebble'];
  const ecdsa = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await runTool('openssl', ['req', '-x509', ...ecdsa, ...made, '-addext', 'subjectAltName=IP:127.0.0.1']);
  const pebble = {
    ...{ listenAddress: `127.0.0.1:${port}`, managementListenAddress: `127.0.0.1:${management}` },
    ...{ certificate, privateKey: key, httpPort: web.http, tlsPort: web.tls },
    certificateValidityPeriod: lifetime,
  };
  const config = join(dir, 'pebble.json');
  await writeFile(config, JSON.stringify({ pebble }));
  const daemon = Daemon.start({
    name: 'pebble',
    command: ['pebble', '-config', config, '-dnsserver', dnsServer, '-strict'],
    cwd: dir,
    // A name that was validated for one order is validated for the next as well, and no request fails at random.
    env: { PEBBLE_VA_NOSLEEP: '1', PEBBLE_AUTHZREUSE: '0', PEBBLE_WFE_NONCEREJECT: '0' },
  });
  const ca = await readFile(certificate, 'utf8');
  const { body: root } = await daemon.ready(() =>
    getOverTls({ port: management, path: '/roots/0' }, ca).catch(() => undefined),
  );
  return { daemon, directory: `https://127.0.0.1:${port}/dir`, certificate, root };
}

interface CaddyOptions extends Pick<AcmeOptions, 'web'> {
  readonly bind: string;
  /** One way not to prove names. */
  readonly disabled?: string;
}

/** Docker's Caddyfile with other ports and files, and that authority. Certificates are kept in `storage`. */
export async function caddyfileFor(
  dir: string,
  { directory, certificate }: AcmeAuthority,
  { web, bind, disabled = '' }: CaddyOptions,
): Promise<string> {
  const options = [
    `http_port ${web.http}\nhttps_port ${web.tls}\ndefault_bind ${bind}\nstorage file_system ${dir}/storage`,
    `renew_interval 1s\ncert_issuer acme {\ndir ${directory}\ntrusted_roots ${certificate}\n${disabled}\n}`,
  ];
  const ours = await readFile('Caddyfile', 'utf8');
  return ours.replace(/^\{$/m, ['{', ...options].join('\n')).replace('root * /srv', `root * ${dir}/srv`);
}
