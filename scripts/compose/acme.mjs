/**
 * Caddy's certificate from an ACME server (RFC 8555), Debian's pebble in a container beside it. That one finds the domain as any
 * authority does: by asking the name server of the appliance.
 */
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { ROOT } from '../lib/project.mjs';
import { DOMAIN, freePort, PUBLIC_IPV4, TAG } from './appliance.mjs';
import { eventually } from './checklist.mjs';
import { checkMtaSts, checkPoliciesWithoutApi, checkServedTimes } from './mta-sts.mjs';

const MINUTE = 60_000;
/** Of a certificate, in seconds; Caddy renews after two thirds. */
const LIFETIME = 6;
/** Of many: it would get no further than the first ones. */
const LONG_LIFETIME = 86_400;

const DOCKERFILE = `FROM debian:bookworm-slim
RUN apt-get update \\
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends openssl pebble \\
 && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /key.pem -out /cert.pem -days 2 \\
      -subj /CN=pebble -addext subjectAltName=IP:127.0.0.1
COPY pebble.json /
# A name that was validated for one order is validated for the next as well, and no request fails at random.
ENV PEBBLE_VA_NOSLEEP=1 PEBBLE_AUTHZREUSE=0 PEBBLE_WFE_NONCEREJECT=0
CMD ["pebble", "-config", "/pebble.json", "-dnsserver", "${PUBLIC_IPV4}:53", "-strict"]
`;

/** With ports 80 and 443 at hand. */
export async function checkAcme(appliance, list, meanwhile) {
  const [port, management] = await Promise.all([freePort(), freePort()]);
  const put = (name, content) => writeFileSync(join(appliance.folder, name), content);
  put('Dockerfile', DOCKERFILE);
  put('pebble.json', JSON.stringify(pebble(port, management, LIFETIME)));
  put('acme.json', JSON.stringify(services(appliance)));
  appliance.extendBy(join(appliance.folder, 'acme.json'));
  let ca;
  await list.check(
    'an ACME server is built, and started',
    async () => {
      await appliance.build(['acme']);
      await appliance.compose('up', '-d', '--no-build', '--no-deps', 'acme');
      const trusted = await appliance.compose('exec', '-T', 'acme', 'cat', '/cert.pem');
      put('acme.pem', trusted);
      const root = () => get({ port: management, path: '/roots/0', ca: trusted });
      ca = (await eventually(root, ({ status }) => status === 200)).body;
    },
    { limitMs: 3 * MINUTE },
  );
  const challenges = { 'HTTP-01': 'disable_tlsalpn_challenge', 'TLS-ALPN-01': 'disable_http_challenge' };
  for (const [challenge, disabled] of Object.entries(challenges)) {
    put('Caddyfile', caddyfile(`https://127.0.0.1:${port}/dir`, disabled));
    await list.check(
      `Caddy gets a certificate by ${challenge}, and renews it`,
      () => renewed(appliance, ca),
      {
        limitMs: 2 * MINUTE,
      },
    );
  }
  put('pebble.json', JSON.stringify(pebble(port, management, LONG_LIFETIME)));
  await appliance.compose('up', '-d', '--no-build', '--no-deps', '--force-recreate', 'acme');
  const trusted = await appliance.compose('exec', '-T', 'acme', 'cat', '/cert.pem');
  const root = () => get({ port: management, path: '/roots/0', ca: trusted });
  const { body } = await eventually(root, ({ status }) => status === 200);
  put('Caddyfile', caddyfile(`https://127.0.0.1:${port}/dir`, '', '/data/caddy'));
  // Alone with the page's name it makes one ACME account. Caddy 2.6 makes one for each of many new names, and keeps the key of one
  // with the address of another.
  await appliance.compose('up', '-d', '--no-build', '--no-deps', '--force-recreate', 'caddy');
  await eventually(pageBy(body), ({ status }) => status === 200);
  await checkMtaSts(appliance, list, { ca: body, meanwhile });
  await checkServedTimes(appliance, list);
  await checkPoliciesWithoutApi(appliance, list, { ca: body });
}

async function renewed(appliance, ca) {
  // A new container: its storage is empty.
  await appliance.compose('up', '-d', '--no-build', '--no-deps', '--force-recreate', 'caddy');
  const page = pageBy(ca);
  const { serialNumber: first } = await eventually(page, ({ status }) => status === 200);
  await eventually(page, ({ status, serialNumber }) => status === 200 && serialNumber !== first);
}

function pageBy(ca) {
  return () => get({ port: 443, path: '/', servername: DOMAIN, headers: { host: DOMAIN }, ca });
}

function pebble(port, management, lifetime) {
  return {
    pebble: {
      listenAddress: `127.0.0.1:${port}`,
      managementListenAddress: `127.0.0.1:${management}`,
      certificate: '/cert.pem',
      privateKey: '/key.pem',
      httpPort: 80,
      tlsPort: 443,
      certificateValidityPeriod: lifetime,
    },
  };
}

/** Beside docker-compose.yml. */
function services({ folder }) {
  return {
    services: {
      acme: {
        image: `havedane-acme:${TAG}`,
        build: { context: folder },
        network_mode: 'host',
        volumes: [`${join(folder, 'pebble.json')}:/pebble.json:ro`],
      },
      caddy: {
        environment: { PUBLIC_URL: `https://${DOMAIN}` },
        volumes: [
          `${join(folder, 'Caddyfile')}:/etc/caddy/Caddyfile:ro`,
          `${join(folder, 'acme.pem')}:/etc/caddy/acme.pem:ro`,
        ],
      },
    },
  };
}

/** The appliance's own, with this authority and one way to prove the name. */
function caddyfile(directory, disabled, storage = '/tmp/caddy') {
  const options = `storage file_system ${storage}
	renew_interval 1s
	cert_issuer acme {
		dir ${directory}
		trusted_roots /etc/caddy/acme.pem
		${disabled}
	}`;
  return readFileSync(join(ROOT, 'Caddyfile'), 'utf8').replace(/^\{$/m, `{\n\t${options}`);
}

/** From this machine, whatever the name; rejects what does not verify. */
async function get(options) {
  const sent = request({ host: '127.0.0.1', agent: false, timeout: 5000, ...options });
  sent.on('timeout', () => sent.destroy(new Error('no answer in 5 s')));
  sent.end();
  const [response] = await once(sent, 'response');
  const { serialNumber } = response.socket.getPeerCertificate();
  return { status: response.statusCode, serialNumber, body: await text(response) };
}
