/**
 * The conformance lab, all of it in one container: signed zones below a private root, a resolver that validates them, the receiver
 * with every scenario on port 25, the API. A mail server under test needs neither the Internet nor a domain.
 *
 *   node lab.mjs serve  DIRECTORY NAME_SERVER   DIRECTORY: holds all that is written. NAME_SERVER: the path of name-server.sh
 *   node lab.mjs health DIRECTORY               succeeds while the API, the receiver and the resolver answer
 *
 * Run where the program is (dist/). The addresses of the container are found: the first is that of the receiver and of the resolver,
 * each further one gives a scenario the address of its own that it needs. Every variable of the program can be set besides.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { DNS_PORT, DOMAIN, NAME_SERVER_ADDRESS, run, signRoot, unboundConf } from './lab-dns.mjs';

const HTTP_PORT = '8080';
const START_MS = 300_000;
/** Docker kills after ten seconds. */
const STOP_MS = 7000;
/** Of each process, shown when it ends by itself. */
const LAST_LINES = 20;

const say = (text) => process.stdout.write(`${text}\n`);

/** Ends the lab with this one line. */
class LabError extends Error {}

function environment(directory) {
  const [address, ...others] = ownAddresses();
  if (address === undefined) throw new LabError('this container has no IPv4 address: it needs a network');
  return {
    DOMAIN,
    PUBLIC_IPV4: address,
    EXTRA_IPV4: others.join(','),
    HTTP_HOST: address,
    HTTP_PORT,
    PUBLIC_URL: `http://${address}:${HTTP_PORT}`,
    ADMIN_HOST: NAME_SERVER_ADDRESS,
    SMTP_HOST: [address, ...others].join(','),
    SMTP_PORT: '25',
    DNS_PROVIDER: 'knot',
    DNS_HOST: NAME_SERVER_ADDRESS,
    DNS_PORT: String(DNS_PORT),
    DNS_TTL: '5',
    DNS_RESOLVER: address,
    // One client asks often here, and on a network of its own.
    DNS_RATE_LIMIT: '0',
    CHECKS_PER_MINUTE: '100000',
    REQUESTS_PER_MINUTE: '100000',
    PROBE_ALLOW_PRIVATE: 'true',
    DNSTAP_SOCKET: join(directory, 'queries.sock'),
    DATABASE_URL: `sqlite:${join(directory, 'havedane.sqlite3')}`,
    CERTS_DIR: join(directory, 'certs'),
    ZONES_DIR: join(directory, 'zones'),
    DNS_DIR: join(directory, 'dns'),
    ROLLOVER_DIR: join(directory, 'rollover'),
    WEB_DIR: join(process.cwd(), 'dist/web'),
    LOG_PRETTY: 'false',
    ...process.env,
  };
}

/** Those that are given, else those of the container. */
function ownAddresses() {
  const { PUBLIC_IPV4, EXTRA_IPV4 = '' } = process.env;
  if (PUBLIC_IPV4) return [PUBLIC_IPV4, ...EXTRA_IPV4.split(',').filter((address) => address !== '')];
  return Object.values(networkInterfaces())
    .flat()
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

/** The processes of the lab. `ended` rejects when one of them ends by itself. */
class Processes {
  #all = [];
  #stopping = false;
  #isQuiet = true;

  constructor(env) {
    this.env = env;
    this.ended = new Promise((_, reject) => (this.failed = reject));
    this.ended.catch(() => undefined);
  }

  /** Starts one, and waits until it writes a line that `ready` matches. */
  async start(name, command, ready) {
    const [program, ...args] = command;
    const child = spawn(program, args, { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    const lines = [];
    this.#all.push(child);
    const isReady = new Promise((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          lines.push(line);
          if (lines.length > LAST_LINES) lines.shift();
          if (!this.#isQuiet) say(`${name} | ${line}`);
          if (ready.test(line)) resolve();
        });
      }
    });
    const end = (how) => {
      if (this.#stopping) return;
      if (this.#isQuiet) for (const line of lines) say(`${name} | ${line}`);
      this.failed(new LabError(`${name} ended (${how})`));
    };
    child.once('error', (error) => end(error.message));
    child.once('close', (code, signal) => end(signal ?? `exit code ${code}`));
    await Promise.race([isReady, this.ended]);
  }

  /** From now on what they write is passed on. */
  show() {
    this.#isQuiet = false;
  }

  async stop() {
    this.#stopping = true;
    const running = this.#all.filter(
      ({ pid, exitCode, signalCode }) => pid !== undefined && exitCode === null && signalCode === null,
    );
    const killer = setTimeout(() => running.forEach((child) => child.kill('SIGKILL')), STOP_MS);
    await Promise.all(
      running.map((child) => {
        child.kill('SIGTERM');
        return once(child, 'exit');
      }),
    );
    clearTimeout(killer);
  }
}

async function startAll(directory, nameServer, env, processes) {
  const app = (name) => [process.execPath, `dist/apps/${name}/src/main.js`];
  const listening = /"msg":"listening"/;
  await run(process.execPath, ['dist/apps/cli/src/main.js', 'setup'], { env });
  // First of all: a name server that finds nobody there tries again after seconds.
  await processes.start('observer', app('dns'), listening);
  await Promise.all([
    processes.start(
      'name server',
      [nameServer, 'serve', join(env.ZONES_DIR, 'knot'), env.DNS_DIR],
      /answering for/,
    ),
    processes.start('api', app('api'), listening),
    processes.start('smtp', app('smtp'), listening),
  ]);
  const root = await signRoot(directory, env);
  const conf = join(directory, 'unbound.conf');
  await writeFile(conf, unboundConf(directory, env, root));
  await processes.start('resolver', ['unbound', '-d', '-c', conf], /start of service/);
  return root.anchor;
}

async function serve(directory, nameServer) {
  const env = environment(directory);
  await mkdir(directory, { recursive: true });
  const processes = new Processes(env);
  const stopped = new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => resolve('stopped'));
  });
  try {
    const started = startAll(directory, nameServer, env, processes);
    const late = timeout(START_MS, `the lab did not start within ${START_MS / 1000} s`);
    const anchor = await Promise.race([started, stopped, processes.ended, late]);
    if (anchor === 'stopped') return;
    await describe(directory, env, anchor);
    processes.show();
    await Promise.race([stopped, processes.ended]);
  } finally {
    await processes.stop();
  }
}

function timeout(milliseconds, what) {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new LabError(what)), milliseconds).unref();
  });
}

/** Says how the lab is used, and writes what a mail server under test is given. */
async function describe(directory, { PUBLIC_URL, PUBLIC_IPV4 }, anchor) {
  // Without trust-ad the C library hides from the mail server that an answer was validated.
  const resolvConf = `nameserver ${PUBLIC_IPV4}\noptions trust-ad\n`;
  await writeFile(join(directory, 'resolv.conf'), resolvConf);
  await writeFile(join(directory, 'trust-anchor'), `${anchor}\n`);
  const scenarios = await (await fetch(`${PUBLIC_URL}/api/scenarios`)).json();
  const missing = scenarios.filter(({ available }) => !available);
  say(`
The HaveDane lab is ready: ${scenarios.length - missing.length} of ${scenarios.length} scenarios below ${DOMAIN}.
${missing.map(({ id, missing: need }) => `  not offered: ${id} (needs ${need})\n`).join('')}
  resolver      ${PUBLIC_IPV4}, port ${DNS_PORT}; it validates, and knows nothing but ${DOMAIN}
  trust anchor  ${anchor}
  resolv.conf   ${resolvConf.trimEnd().replace('\n', '\n                ')}
  page and API  ${PUBLIC_URL}

Point the mail server under test at the resolver, then, with MTA as its address:

  havedane test --server ${PUBLIC_URL} --via smtp://MTA:25 --level full --junit report.xml

resolv.conf and trust-anchor are in ${directory} as well.
`);
}

/** Rejects unless the API, the receiver and the resolver answer. */
async function health(directory) {
  const env = environment(directory);
  const { ok } = await fetch(`${env.PUBLIC_URL}/healthz`);
  if (!ok) throw new LabError('the API is not healthy');
  const smtp = fileURLToPath(new URL('smtp-health.mjs', import.meta.url));
  await run(process.execPath, [smtp], { env });
  const question = [`@${env.PUBLIC_IPV4}`, '-p', String(DNS_PORT), DOMAIN, 'SOA', '+dnssec', '+header'];
  const { stdout } = await run('kdig', [...question, '+timeout=2', '+retry=1']);
  if (!/Flags:[^;]*\bad\b/.test(stdout)) throw new LabError('the resolver does not validate');
}

const [command, directory, nameServer] = process.argv.slice(2);
try {
  if (command === 'serve' && nameServer !== undefined) await serve(directory, nameServer);
  else if (command === 'health' && directory !== undefined) await health(directory);
  else throw new LabError('usage: lab.mjs serve DIRECTORY NAME_SERVER, or lab.mjs health DIRECTORY');
  process.exit(0);
} catch (error) {
  say(`lab: ${error instanceof LabError ? error.message : error.stderr || error.stack}`);
  process.exit(1);
}
