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
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { DNS_PORT, DOMAIN, NAME_SERVER_ADDRESS, run, signRoot, unboundConf } from './lab-dns.mjs';
import { LabError, Processes, say } from './lab-processes.mjs';

const HTTP_PORT = '8080';
const START_MS = 300_000;
/** How long the API may take to see, once the resolver answers, that DNS is as planned; it asks every few seconds. */
const SETTLE_MS = 60_000;

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
    MTA_STS: 'lab',
    DNS_PROVIDER: 'knot',
    DNS_HOST: NAME_SERVER_ADDRESS,
    DNS_PORT: String(DNS_PORT),
    DNS_TTL: '5',
    DNS_RESOLVER: address,
    // One client asks often here, and on a network of its own.
    CHECKS_PER_MINUTE: '100000',
    REQUESTS_PER_MINUTE: '100000',
    PROBE_ALLOW_PRIVATE: 'true',
    DNSTAP_SOCKET: join(directory, 'queries.sock'),
    DATABASE_URL: `sqlite:${join(directory, 'havedane.sqlite3')}`,
    CERTS_DIR: join(directory, 'certs'),
    ZONES_DIR: join(directory, 'zones'),
    DNS_DIR: join(directory, 'dns'),
    ROLLOVER_DIR: join(directory, 'rollover'),
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
  await rm(readyFile(directory), { force: true });
  const processes = new Processes(env);
  const stopped = new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => resolve('stopped'));
  });
  try {
    const described = startAll(directory, nameServer, env, processes).then((anchor) =>
      describe(directory, env, anchor),
    );
    const late = timeout(START_MS, `the lab did not start within ${START_MS / 1000} s`);
    if ((await Promise.race([described, stopped, processes.ended, late])) === 'stopped') return;
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
async function describe(directory, { PUBLIC_URL, PUBLIC_IPV4, CERTS_DIR }, anchor) {
  // Without trust-ad the C library hides from the mail server that an answer was validated.
  const resolvConf = `nameserver ${PUBLIC_IPV4}\noptions trust-ad\n`;
  const scenarios = await settledScenarios(PUBLIC_URL);
  await writeFile(join(directory, 'resolv.conf'), resolvConf);
  await writeFile(readyFile(directory), `${anchor}\n`);
  const missing = scenarios.filter(({ available }) => !available);
  say(`
The HaveDane lab is ready: ${scenarios.length - missing.length} of ${scenarios.length} scenarios below ${DOMAIN}.
${missing.map(({ id, missing: need }) => `  not offered: ${id} (needs ${need})\n`).join('')}
  resolver      ${PUBLIC_IPV4}, port ${DNS_PORT}; it validates, and knows nothing but ${DOMAIN}
  trust anchor  ${anchor}
  resolv.conf   ${resolvConf.trimEnd().replace('\n', '\n                ')}
  page and API  ${PUBLIC_URL}
  authority     ${join(CERTS_DIR, 'ca.cert.pem')}, to trust for the scenarios of MTA-STS

Point the mail server under test at the resolver, then, with MTA as its address:

  havedane test --server ${PUBLIC_URL} --via smtp://MTA:25 --level full --junit report.xml

resolv.conf and trust-anchor are in ${directory} as well.
`);
}

/** Those of the API, once it has asked DNS for each; what DNS does not show by then is not offered. */
async function settledScenarios(url) {
  for (const end = Date.now() + SETTLE_MS; ; await pause(250)) {
    const scenarios = await (await fetch(`${url}/api/scenarios`)).json();
    if (Date.now() > end || scenarios.every(({ missing }) => missing !== 'dns-state')) return scenarios;
  }
}

/** There once the lab is ready. */
function readyFile(directory) {
  return join(directory, 'trust-anchor');
}

/** Rejects unless the lab is ready, and the API, the receiver and the resolver answer. */
async function health(directory) {
  await access(readyFile(directory)).catch(() => {
    throw new LabError('it is not ready yet');
  });
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
