/**
 * The appliance under test: docker-compose.yml as it is with the profiles `dns` and `watch`, or with compose.scale.yml, in a project
 * of its own and on loopback.
 */
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ROOT } from '../lib/project.mjs';
import { mustRun, run } from '../lib/run.mjs';
import { freeNetworks } from './free-networks.mjs';
import { ownProject, removeLeftBehind } from './left-behind.mjs';

export const DOMAIN = 'havedane.test';
/** Where its mail and its name server are. */
export const PUBLIC_IPV4 = '127.0.0.26';
/** Of the resolver that is started where one is needed. */
export const RESOLVER_ADDRESS = '127.0.0.36';
export const SERVICES = ['resolver', 'api', 'smtp', 'caddy', 'dns', 'observer', 'watch'];
/** With compose.scale.yml. */
const SCALED_SERVICES = ['postgres', 'resolver', 'api', 'api-2', 'smtp', 'smtp-2', 'caddy'];
const IMAGES = ['havedane-acme', 'havedane-app', 'havedane-caddy', 'havedane-dns', 'havedane-resolver'];
/** Of the images. Only one test can run at a time: it has ports 25 and 53 of this machine. */
export const TAG = 'test';
/** What is built from docker-compose.yml: one service of each image. */
const BUILT_SERVICES = ['setup', 'caddy', 'dns', 'resolver'];
/** Of the health checks, so that a test need not wait half a minute for the first after a restart. */
const HEALTH_INTERVAL = '10s';
/** So few that a test can use them up. */
export const CHECKS_PER_MINUTE = 8;

export class Appliance {
  #compose;
  #env;
  #folder;

  /**
   * @param isScaled whether with compose.scale.yml
   * @returns {Promise<Appliance | undefined>} nothing when no engine answers
   */
  static async create(isScaled = false) {
    const { code } = await run(['docker', 'info']);
    if (code !== 0) return undefined;
    await removeLeftBehind();
    const plugin = await run(['docker', 'compose', 'version']);
    const program = plugin.code === 0 ? ['docker', 'compose'] : ['docker-compose'];
    const [http, api, api2, health] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
    return new Appliance(program, { http, api, api2, health }, isScaled);
  }

  constructor(program, ports, isScaled) {
    this.services = isScaled ? SCALED_SERVICES : SERVICES;
    this.project = ownProject();
    this.url = `http://127.0.0.1:${ports.http}`;
    this.apiUrl = `http://127.0.0.1:${ports.api}`;
    this.secondApiUrl = `http://127.0.0.1:${ports.api2}`;
    const networks = freeNetworks();
    /** Of the appliance's own resolver. */
    this.ownResolverAddress = networks.resolverAddress;
    // Nothing of an installation's own .env comes in.
    this.#folder = mkdtempSync(join(tmpdir(), 'havedane-compose-'));
    const empty = join(this.#folder, 'empty.env');
    writeFileSync(empty, '');
    const health = join(this.#folder, 'health.json');
    const checked = this.services.map((service) => [service, { healthcheck: { interval: HEALTH_INTERVAL } }]);
    writeFileSync(health, JSON.stringify({ services: Object.fromEntries(checked) }));
    const names = ['docker-compose.yml', ...(isScaled ? ['compose.scale.yml'] : [])];
    const files = [...names.map((name) => join(ROOT, name)), health].flatMap((file) => ['-f', file]);
    this.#compose = [...program, '--env-file', empty, '-p', this.project, ...files];
    this.#env = {
      COMPOSE_PROFILES: isScaled ? 'scale' : 'dns,watch',
      DOMAIN,
      PUBLIC_IPV4,
      PUBLIC_IPV6: '::1',
      PUBLIC_URL: this.url,
      API_PORT: String(ports.api),
      API_2_PORT: String(ports.api2),
      CADDY_HEALTH_PORT: String(ports.health),
      API_SUBNET: networks.api,
      RESOLVER_SUBNET: networks.resolver,
      RESOLVER_ADDRESS: networks.resolverAddress,
      SMTP_HOST: `${PUBLIC_IPV4},::1`,
      SMTP_PORT: '25',
      CHECKS_PER_MINUTE: String(CHECKS_PER_MINUTE),
      HAVEDANE_TAG: TAG,
      // So short that a rollover, which waits for two of them twice, ends while a test looks on.
      DNS_TTL: '1',
      DNS_PROVIDER: 'knot',
      DNS_RESOLVER: RESOLVER_ADDRESS,
    };
  }

  /** For files of this test; it ends with it. */
  get folder() {
    return this.#folder;
  }

  /** As in `.env`, from the next command on. */
  set(name, value) {
    this.#env[name] = value;
  }

  /** Every command from now on has the services of this file as well. */
  extendBy(file) {
    this.#compose.push('-f', file);
  }

  compose(...args) {
    return mustRun([...this.#compose, ...args], { env: this.#env });
  }

  /** A build behind a proxy or with a registry of its own needs to be told; elsewhere these are not set. */
  build(services = BUILT_SERVICES) {
    const forwarded = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'npm_config_registry'].flatMap((name) =>
      process.env[name] && !isDefaultRegistry(process.env[name])
        ? ['--build-arg', `${name}=${process.env[name]}`]
        : [],
    );
    return this.compose('build', ...forwarded, ...services);
  }

  /** The containers of commands, without running them: to look at what they would be allowed. */
  createCommands() {
    return this.compose('up', '--no-start', '--no-deps', '--no-build', 'operator', 'backup');
  }

  /** What a command of the operator prints as JSON, whatever its exit code. */
  async operator(...args) {
    const { output } = await run([...this.#compose, 'run', '--rm', 'operator', ...args], { env: this.#env });
    const json = /^[[{][^]*^[\]}]/m.exec(output)?.[0];
    if (json === undefined) throw new Error(`operator ${args.join(' ')} printed no JSON: ${output}`);
    return JSON.parse(json);
  }

  /** What cron would mail. The script looks for `.env` beside docker-compose.yml: the copy has none. */
  operatorFromCron(...args) {
    const [script, copy] = ['docker/operator-from-cron.sh', join(this.#folder, 'copy')];
    for (const file of ['docker-compose.yml', script]) cpSync(join(ROOT, file), join(copy, file));
    return run([join(copy, script), ...args], {
      env: { ...this.#env, COMPOSE_PROJECT_NAME: this.project },
    });
  }

  /** The names of what is in a backup. */
  async backup() {
    const archive = join(this.#folder, 'backup.tar.gz');
    const toFile = ['sh', '-c', 'archive=$1; shift; exec "$@" >"$archive"', 'sh', archive];
    await mustRun([...toFile, ...this.#compose, 'run', '--rm', '-T', 'backup'], { env: this.#env });
    return (await mustRun(['tar', '-tzf', archive])).trim().split('\n');
  }

  /** Asked of the engine: Docker Compose takes ten times as long. */
  async containerId(service) {
    const labels = { project: this.project, service, oneoff: 'False' };
    const filters = Object.entries(labels).flatMap(([name, value]) => [
      '--filter',
      `label=com.docker.compose.${name}=${value}`,
    ]);
    return (await mustRun(['docker', 'ps', '-a', '-q', ...filters])).trim();
  }

  /** Takes everything down but the volumes; the next start reaches it at this address. */
  async moveTo(publicUrl) {
    await this.compose('down', '--timeout', '20');
    this.url = publicUrl;
    this.#env.PUBLIC_URL = publicUrl;
  }

  /** The certificate in PEM form of Caddy's own authority; there is none before it was needed. */
  async rootCertificate() {
    const path = '/data/caddy/pki/authorities/local/root.crt';
    // As the user that may read it: in there, root may do no more than others.
    return mustRun(['docker', 'exec', '-u', '10001', await this.containerId('caddy'), 'cat', path]);
  }

  async inspect(service) {
    return JSON.parse(await mustRun(['docker', 'inspect', await this.containerId(service)]))[0];
  }

  /** `/proc/1/status` of a container as an object: what the kernel says about its main process. */
  async processStatus(service) {
    const text = await mustRun(['docker', 'exec', await this.containerId(service), 'cat', '/proc/1/status']);
    return Object.fromEntries(text.split('\n').map((line) => line.split(/:\s*/, 2)));
  }

  /** What `havedane doctor` says in the container of the API; it ends with 1 when something is wrong, which it is on a test machine. */
  async doctorInApi(...options) {
    const command = ['havedane', 'doctor', ...options];
    const { output } = await run(['docker', 'exec', await this.containerId('api'), ...command]);
    return JSON.parse(output);
  }

  /** What a script prints in the container of the API. */
  async inApi(script) {
    return mustRun(['docker', 'exec', await this.containerId('api'), 'node', '-e', script]);
  }

  async log(service) {
    const { output } = await run(['docker', 'logs', await this.containerId(service)]);
    return output;
  }

  /** Ends and removes all that this test made: containers, network, volumes, images. */
  async remove() {
    await run([...this.#compose, 'down', '--volumes', '--remove-orphans', '--timeout', '15'], {
      env: this.#env,
    });
    await run(['docker', 'image', 'rm', ...IMAGES.map((image) => `${image}:${TAG}`)]);
    this.removeFiles();
  }

  /** Of this test: where it only builds, the images stay. */
  removeFiles() {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function isDefaultRegistry(value) {
  return /^https:\/\/registry\.npmjs\.org\/?$/.test(value);
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
