/** Our Caddyfile gets its certificate from an ACME server (RFC 8555), and renews it: Debian's caddy and pebble. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { TLSSocket } from 'node:tls';

import dnsPacket from 'dns-packet';
import { expect, it, onTestFinished } from 'vitest';

import { freePort } from '../support/free-port.js';
import { startScriptedDnsServer } from '../support/scripted-dns-server.js';
import { runTool } from '../support/system-tool.js';
import { tempDirOfTest } from '../support/temp-dir.js';

const DOMAIN = 'havedane.test';
/** In seconds; Caddy renews after two thirds. */
const LIFETIME = 6;
const PAGE = '<!doctype html><title>the page</title>';

interface Answer {
  readonly body: string;
  readonly serialNumber: string;
}

/** Verified by this authority, for the name of the host that is asked for. */
async function get(
  options: { readonly port: number; readonly path: string; readonly servername?: string },
  ca: string,
): Promise<Answer> {
  const headers = options.servername === undefined ? {} : { host: options.servername };
  const sent = request({ host: '127.0.0.1', agent: false, ca, headers, ...options });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const { socket } = response;
  assert(socket instanceof TLSSocket);
  return { serialNumber: socket.getPeerCertificate().serialNumber, body: await text(response) };
}

function start(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  const child = spawn(program, args, { env: { PATH: process.env['PATH'], ...env }, stdio: 'ignore' });
  onTestFinished(async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  return child;
}

/** Every name leads to this machine. */
async function startDns(): Promise<string> {
  const server = await startScriptedDnsServer(({ packet }) => {
    const [question] = packet.questions ?? [];
    if (question === undefined) return [];
    const answers =
      question.type === 'A' ? [{ type: 'A', name: question.name, data: '127.0.0.1' } as const] : [];
    return [dnsPacket.encode({ type: 'response', id: packet.id ?? 0, questions: [question], answers })];
  });
  onTestFinished(() => server.close());
  return `127.0.0.1:${server.port}`;
}

interface Authority {
  readonly directory: string;
  /** The file with the certificate of its own HTTPS server. */
  readonly certificate: string;
  /** Its root certificate, which is made at each start. */
  readonly root: string;
}

async function startPebble(dir: string, web: { http: number; tls: number }): Promise<Authority> {
  const [port, management] = await Promise.all([freePort(), freePort()]);
  const [key, certificate] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const made = ['-keyout', key, '-out', certificate, '-days', '2', '-subj', '/CN=pebble'];
  const ecdsa = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await runTool('openssl', ['req', '-x509', ...ecdsa, ...made, '-addext', 'subjectAltName=IP:127.0.0.1']);
  const pebble = {
    ...{ listenAddress: `127.0.0.1:${port}`, managementListenAddress: `127.0.0.1:${management}` },
    ...{ certificate, privateKey: key, httpPort: web.http, tlsPort: web.tls },
    certificateValidityPeriod: LIFETIME,
  };
  const config = join(dir, 'pebble.json');
  await writeFile(config, JSON.stringify({ pebble }));
  start('pebble', ['-config', config, '-dnsserver', await startDns(), '-strict'], {
    PEBBLE_VA_NOSLEEP: '1',
    // A name that was validated for one order is validated for the next as well.
    PEBBLE_AUTHZREUSE: '0',
  });
  const ca = await readFile(certificate, 'utf8');
  const root = () => get({ port: management, path: '/roots/0' }, ca).catch(() => undefined);
  await expect.poll(root).toBeDefined();
  return { directory: `https://127.0.0.1:${port}/dir`, certificate, root: (await root())?.body ?? '' };
}

/** docker's Caddyfile with other ports, files and authority, and with one way to prove the name. */
async function caddyfile(
  dir: string,
  { http, tls }: { readonly http: number; readonly tls: number },
  { directory, certificate }: Authority,
  disabled: string,
): Promise<string> {
  const options = [
    `http_port ${http}\nhttps_port ${tls}\ndefault_bind 127.0.0.1\nstorage file_system ${dir}/storage`,
    `renew_interval 1s\ncert_issuer acme {\ndir ${directory}\ntrusted_roots ${certificate}\n${disabled}\n}`,
  ];
  const ours = await readFile('Caddyfile', 'utf8');
  return ours.replace(/^\{$/m, ['{', ...options].join('\n')).replace('root * /srv', `root * ${dir}/srv`);
}

it.each(['HTTP-01', 'TLS-ALPN-01'])('a certificate by %s, and the one after it', async (challenge) => {
  const [dir, http, tls, health] = await Promise.all([tempDirOfTest(), freePort(), freePort(), freePort()]);
  const authority = await startPebble(dir, { http, tls });
  const disabled = challenge === 'HTTP-01' ? 'disable_tlsalpn_challenge' : 'disable_http_challenge';
  const config = join(dir, 'Caddyfile');
  await writeFile(config, await caddyfile(dir, { http, tls }, authority, disabled));
  await mkdir(join(dir, 'srv'));
  await writeFile(join(dir, 'srv/index.en.html'), PAGE);
  start('caddy', ['run', '--config', config, '--adapter', 'caddyfile'], {
    ...{ HOME: dir, PUBLIC_URL: `https://${DOMAIN}`, API_PORT: '9', CADDY_HEALTH_PORT: String(health) },
  });

  const page = () => get({ port: tls, path: '/', servername: DOMAIN }, authority.root).catch(() => undefined);
  let first: Answer | undefined;
  await expect.poll(async () => (first = await page())).toMatchObject({ body: PAGE });
  await expect
    .poll(async () => (await page())?.serialNumber ?? first?.serialNumber, { interval: 200 })
    .not.toBe(first?.serialNumber);
});
