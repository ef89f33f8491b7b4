/** Our Caddyfile gets its certificate from an ACME server (RFC 8555), and renews it: Debian's caddy and pebble. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import dnsPacket from 'dns-packet';
import { expect, it, onTestFinished } from 'vitest';

import { Daemon } from '../lab/daemon.js';
import { type Answer, caddyfileFor, getOverTls, startAcmeAuthority } from '../support/acme-authority.js';
import { freePort } from '../support/free-port.js';
import { startScriptedDnsServer } from '../support/scripted-dns-server.js';
import { tempDirOfTest } from '../support/temp-dir.js';

const DOMAIN = 'havedane.test';
/** In seconds; Caddy renews after two thirds. */
const LIFETIME = 6;
const PAGE = '<!doctype html><title>the page</title>';

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

it.each(['HTTP-01', 'TLS-ALPN-01'])('a certificate by %s, and the one after it', async (challenge) => {
  const [dir, http, tls, health] = await Promise.all([tempDirOfTest(), freePort(), freePort(), freePort()]);
  const web = { http, tls };
  const authority = await startAcmeAuthority(dir, { web, dnsServer: await startDns(), lifetime: LIFETIME });
  onTestFinished(async () => void (await authority.daemon.stop()));
  const disabled = challenge === 'HTTP-01' ? 'disable_tlsalpn_challenge' : 'disable_http_challenge';
  const config = join(dir, 'Caddyfile');
  await writeFile(config, await caddyfileFor(dir, authority, { web, bind: '127.0.0.1', disabled }));
  await mkdir(join(dir, 'srv'));
  await writeFile(join(dir, 'srv/index.en.html'), PAGE);
  const caddy = Daemon.start({
    name: 'caddy',
    command: ['caddy', 'run', '--config', config, '--adapter', 'caddyfile'],
    cwd: dir,
    env: { HOME: dir, PUBLIC_URL: `https://${DOMAIN}`, API_PORT: '9', CADDY_HEALTH_PORT: String(health) },
  });
  onTestFinished(async () => void (await caddy.stop()));

  const asked = { port: tls, path: '/', servername: DOMAIN };
  const page = () => getOverTls(asked, authority.root).catch(() => undefined);
  let first: Answer | undefined;
  await expect.poll(async () => (first = await page())).toMatchObject({ body: PAGE });
  await expect
    .poll(async () => (await page())?.serialNumber ?? first?.serialNumber, { interval: 200 })
    .not.toBe(first?.serialNumber);
});
