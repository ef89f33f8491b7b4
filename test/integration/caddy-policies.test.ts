/**
 * What senders get of the policy hosts behind Debian's Caddy while the API is there, and while it is not: who gets no policy has to
 * deliver, and would fail for what we did.
 */
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';

import { outagesIn } from '#caddy';
import { policyFile, policyHost } from '#checks';
import { type KnownScenario, SCENARIOS } from '#scenarios';

import { Daemon } from '../lab/daemon.js';
import { projectRoot } from '../lab/project-root.js';
import { type Answer, getOverTls } from '../support/acme-authority.js';
import { startApi } from '../support/api-fixture.js';
import { freePort } from '../support/free-port.js';
import { DOMAIN } from '../support/made-certificates.js';
import { tempDirOfTest } from '../support/temp-dir.js';

const PATH = '/.well-known/mta-sts.txt';
const BEHIND_CADDY = SCENARIOS.filter(({ mtaSts }) => mtaSts?.host === 'trusted');
const FORBIDDING = BEHIND_CADDY.filter(({ expected }) => expected === 'refused');

let dir: string;
let caddy: Daemon;
let ports: Readonly<Record<'http' | 'tls' | 'health' | 'api', number>>;
let root: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'havedane-'));
  const [http, tls, health, api] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  ports = { http, tls, health, api };
  const options = `local_certs\nhttp_port ${http}\nhttps_port ${tls}\ndefault_bind 127.0.0.1\nstorage file_system ${dir}/storage`;
  await writeFile(
    join(dir, 'Caddyfile'),
    (await readFile('Caddyfile', 'utf8')).replace(/^\{$/m, `{\n${options}`),
  );
  caddy = startCaddy();
  root = await caddy.ready(() =>
    readFile(join(dir, 'storage/pki/authorities/local/root.crt'), 'utf8').catch(() => undefined),
  );
  // Whatever comes of it, the certificate is there.
  const isThere = (scenario: KnownScenario) => () => fetchOf(scenario, '/').catch(withCertificate);
  await Promise.all(BEHIND_CADDY.map((scenario) => caddy.ready(isThere(scenario))));
});

afterAll(async () => {
  await caddy.stop();
  await rm(dir, { recursive: true, force: true });
});

function startCaddy(): Daemon {
  return Daemon.start({
    name: 'caddy',
    command: ['caddy', 'run', '--config', join(dir, 'Caddyfile'), '--adapter', 'caddyfile'],
    cwd: dir,
    env: {
      ...{ HOME: dir, DOMAIN, MTA_STS: 'true', PUBLIC_URL: `http://${DOMAIN}` },
      ...{ API_PORT: String(ports.api), CADDY_HEALTH_PORT: String(ports.health) },
    },
  });
}

function fetchOf({ id }: KnownScenario, path = PATH): Promise<Answer> {
  return getOverTls({ port: ports.tls, path, servername: policyHost(id, DOMAIN) }, root);
}

/** Undefined while the handshake fails. */
function withCertificate({ code }: NodeJS.ErrnoException): true | undefined {
  return code === 'ECONNRESET' ? true : undefined;
}

/** The policy that each of the hosts gives; null where a sender gets none. */
async function policiesOf(hosts: readonly KnownScenario[]): Promise<ReadonlyMap<string, string | null>> {
  const given = await Promise.all(
    hosts.map(async (scenario) => {
      const answer = await fetchOf(scenario).catch(() => null);
      return [scenario.id, answer?.status === 200 ? answer.body : null] as const;
    }),
  );
  return new Map(given);
}

/** In the place of the API. */
async function listenAs(answer: RequestListener): Promise<void> {
  const server = createServer(answer).listen(ports.api, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
}

it('are the answers of the API while that is there, however often they are asked for', async () => {
  const api = await startApi({
    ...{ DOMAIN, MTA_STS: '/does-not-exist', TRUSTED_PROXIES: '127.0.0.1' },
    ...{ HTTP_PORT: String(ports.api), REQUESTS_PER_MINUTE: '2' },
  });
  onTestFinished(() => api.close());
  const [good] = BEHIND_CADDY;
  if (good === undefined) throw new Error('no host has a policy');
  for (let again = 0; again < 3; again += 1)
    expect(await fetchOf(good)).toMatchObject({ status: 200, body: policyFile(good, DOMAIN, Date.now()) });
  expect(await fetchOf(good, '/other')).toMatchObject({ status: 404 });
});

it.each<[string, RequestListener | null, readonly KnownScenario[]]>([
  ['is away', null, BEHIND_CADDY],
  ['ends connections', ({ socket }) => void socket.destroy(), BEHIND_CADDY],
  // The others wait for it as long as their clients do.
  ['is stuck', () => undefined, FORBIDDING],
  ['is overloaded', (_, response) => void response.writeHead(503).end(), BEHIND_CADDY],
])('are the same policies where they last, and no others, while the API %s', async (_, answer, hosts) => {
  if (answer !== null) await listenAs(answer);
  const given = await policiesOf(hosts);
  for (const scenario of hosts) {
    const { id, mtaSts } = scenario;
    const policy = policyFile(scenario, DOMAIN, 0).replaceAll('\r', '');
    const isGiven = given.get(id) !== null;
    expect(given.get(id), id).toBe(isGiven ? policy : null);
    if (FORBIDDING.includes(scenario)) expect(isGiven, id).toBe(true);
    if (mtaSts?.later !== 'same' || mtaSts.answer !== 'policy') expect(isGiven, id).toBe(false);
  }
  const [good] = BEHIND_CADDY;
  if (good !== undefined) await expect(fetchOf(good, '/other')).rejects.toThrow(/hang up|reset/);
});

it('were served at times that are known as long as checks may be kept, the newest 1,000', async () => {
  const served = join(await tempDirOfTest(), 'served');
  await mkdir(served);
  await Promise.all(
    Array.from({ length: 1_001 }, async (_, index) => {
      const file = join(served, String(999_999_000 + index));
      await writeFile(file, '');
      await utimes(file, 999_999_000 + index, 999_999_000 + index);
    }),
  );
  const command = [join(projectRoot(), 'docker', 'note-served.sh'), served, 'true', '0.1'];
  const notes = Daemon.start({ name: 'note-served', command, cwd: served, env: {} });
  onTestFinished(async () => void (await notes.stop()));
  const names = async () => (await readdir(served)).map(Number).toSorted((one, other) => one - other);
  await expect.poll(async () => (await names()).length).toBe(1_000);
  expect((await names()).slice(0, -1)).toEqual(
    Array.from({ length: 999 }, (_, index) => 999_999_002 + index),
  );
});

it('are known to have been away while Caddy was', async () => {
  const shared = await tempDirOfTest();
  const [script, healthy] = ['note-served.sh', 'caddy-health.sh'].map((name) =>
    join(projectRoot(), 'docker', name),
  );
  const notes = Daemon.start({
    name: 'note-served',
    command: [script!, join(shared, 'served'), healthy!, '0.1'],
    cwd: shared,
    env: { CADDY_HEALTH_PORT: String(ports.health) },
  });
  onTestFinished(async () => void (await notes.stop()));
  const outages = () => outagesIn(shared);
  await expect.poll(outages).toEqual([{ from: expect.any(Number), until: Infinity }]);
  const [served] = await outages();
  // It goes on being served.
  await expect.poll(async () => (await outages())[0]?.from).toBeGreaterThan(served!.from);
  await caddy.stop();
  const stoppedAt = Date.now();
  // A file is named by a second.
  await expect.poll(() => Date.now()).toBeGreaterThan(stoppedAt + 1_000);
  caddy = startCaddy();
  await expect.poll(async () => (await outages()).length).toBe(2);
  const [away, since] = await outages();
  expect(away!.from).toBeLessThanOrEqual(stoppedAt);
  expect(away!.until).toBeGreaterThan(stoppedAt);
  expect(since!.until).toBe(Infinity);
});
